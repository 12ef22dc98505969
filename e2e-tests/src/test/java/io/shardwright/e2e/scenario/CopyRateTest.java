package io.shardwright.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.scenario.CopyRate.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyRateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void measuresTheWholeAndEachWindow() {
        CopyRate rate = new CopyRate(List.of(
                new Sample(5 * SECOND, 100),
                new Sample(6 * SECOND, 120),
                new Sample(8 * SECOND, 160),
                new Sample(10 * SECOND, 260),
                new Sample(11 * SECOND, 261)));
        assertThat(rate.mean()).isEqualTo(161 / 6.0);
        assertThat(rate.windows(2)).containsExactly(20.0, 50.0);
    }

    @Test
    void hasNoRateWithoutTwoSights() {
        assertThat(new CopyRate(List.of()).mean()).isZero();
        assertThat(new CopyRate(List.of()).windows(1)).isEmpty();
        assertThat(new CopyRate(List.of(new Sample(1, 1))).mean()).isZero();
    }
}
