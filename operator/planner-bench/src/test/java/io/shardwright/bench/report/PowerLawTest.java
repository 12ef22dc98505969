package io.shardwright.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.shardwright.bench.report.PowerLaw.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerLawTest {

    @Test
    void findsThePowerThatPointsWereMadeWith() {
        var points = List.of(at(10), at(300), at(4_000), at(1_000_000));

        var fit = PowerLaw.fit(points);

        assertThat(fit.exponent()).isCloseTo(1.3, within(1e-9));
        assertThat(fit.factor()).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void onePointHasNoSlope() {
        assertThatIllegalArgumentException().isThrownBy(() -> PowerLaw.fit(List.of(at(10), at(10))));
    }

    private static Point at(double x) {
        return new Point(x, 0.02 * Math.pow(x, 1.3));
    }
}
