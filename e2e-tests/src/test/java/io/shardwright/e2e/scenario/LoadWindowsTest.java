package io.shardwright.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.sample.load.Figures;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadWindowsTest {
    @Test
    void oneSpoiledWindowDoesNotMoveTheMedianByMuch() {
        assertThat(windows(10, 900, 12, 11, 13).medianP99Millis()).isEqualTo(12);
        assertThat(windows(10, 40).medianP99Millis()).isEqualTo(40);
    }

    @Test
    void joinsAndSaysWhatWasSeen() {
        assertThat(windows(10).and(windows(30, 20)))
                .hasToString("p99 by window 10.0 30.0 20.0 ms, median 20.0 ms; longest 60 ms, 3 failed");
    }

    private static LoadWindows windows(double... p99) {
        return new LoadWindows(Arrays.stream(p99)
                .mapToObj(millis -> new Figures(100, 1, 0, 50, 0, 1, millis, 2 * millis, Map.of(), Map.of(), 10, 0, 0))
                .toList());
    }
}
