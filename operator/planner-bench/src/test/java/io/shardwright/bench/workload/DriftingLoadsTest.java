package io.shardwright.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DriftingLoadsTest {

    @Test
    void theSameSeedGivesTheSameMonth() {
        var one = DriftingLoads.drifting(32, 5, 9);
        var other = DriftingLoads.drifting(32, 5, 9);
        for (int step = 0; step < 1000; step++) {
            one.advance();
            other.advance();
            assertThat(one.measured()).isEqualTo(other.measured());
        }
        assertThat(one.exact()).isEqualTo(other.exact());
    }

    @Test
    void measuringTakesNothingFromTheLoadsThemselves() {
        var measured = DriftingLoads.drifting(32, 5, 9);
        var unmeasured = DriftingLoads.drifting(32, 5, 9);
        for (int step = 0; step < 100; step++) {
            measured.advance();
            measured.measured();
            unmeasured.advance();
        }
        assertThat(measured.exact()).isEqualTo(unmeasured.exact());
    }

    @Test
    void aMeasurementIsOffByAtMostTenPercentAndUsesThatRange() {
        var loads = DriftingLoads.constant(2000, 5, 9);
        long[] exact = loads.exact();
        long[] measured = loads.measured();

        double least = Double.MAX_VALUE;
        double most = 0;
        for (int partition = 0; partition < exact.length; partition++) {
            double ratio = (double) measured[partition] / exact[partition];
            least = Math.min(least, ratio);
            most = Math.max(most, ratio);
        }
        assertThat(least).isBetween(0.8999, 0.905);
        assertThat(most).isBetween(1.095, 1.1001);
    }

    @Test
    void constantLoadsStayAndDriftingOnesFollowTheTimeOfDay() {
        var constant = DriftingLoads.constant(100, 60, 9);
        var drifting = DriftingLoads.drifting(100, 60, 9);
        long[] start = constant.exact();
        long highest = 0;
        long lowest = Long.MAX_VALUE;
        for (int hour = 0; hour < 48; hour++) {
            constant.advance();
            drifting.advance();
            long sum = Arrays.stream(drifting.exact()).sum();
            highest = Math.max(highest, sum);
            lowest = Math.min(lowest, sum);
        }
        assertThat(constant.exact()).isEqualTo(start);
        assertThat((double) highest / lowest).isGreaterThan(1.4);
    }
}
