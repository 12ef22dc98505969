package io.shardwright.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shardwright.bench.workload.SkewedLoads.Sizes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SkewedLoadsTest {

    @Test
    void theKthHeaviestPartitionFollowsZipfsLaw() {
        long[] load = SkewedLoads.zipf(1000, 1.1, Sizes.EQUAL, 5).load();
        Arrays.sort(load);

        double heaviest = load[999];
        for (int rank : new int[] {2, 10, 100}) {
            assertThat(load[1000 - rank] / heaviest).isCloseTo(Math.pow(rank, -1.1), within(1e-4));
        }
        assertThat(Arrays.stream(load).sum()).isBetween(SkewedLoads.TOTAL_LOAD - 1000, SkewedLoads.TOTAL_LOAD + 1000);
    }

    @Test
    void theSameSeedGivesTheSameLoadsAndAnotherSeedDealsThemOutElsewhere() {
        var loads = SkewedLoads.zipf(64, 1, Sizes.INDEPENDENT, 5);

        assertThat(SkewedLoads.zipf(64, 1, Sizes.INDEPENDENT, 5).load()).isEqualTo(loads.load());
        assertThat(SkewedLoads.zipf(64, 1, Sizes.INDEPENDENT, 5).bytes()).isEqualTo(loads.bytes());
        assertThat(SkewedLoads.zipf(64, 1, Sizes.INDEPENDENT, 6).load()).isNotEqualTo(loads.load());
    }

    @Test
    void sizesRelateToLoadsAsTheirNamesSay() {
        var proportional = SkewedLoads.zipf(500, 1, Sizes.PROPORTIONAL, 5);
        var equal = SkewedLoads.zipf(500, 1, Sizes.EQUAL, 5);
        var independent = SkewedLoads.zipf(500, 1, Sizes.INDEPENDENT, 5);

        double bytesPerLoad = (double) proportional.bytes()[0] / proportional.load()[0];
        for (int partition = 0; partition < 500; partition++) {
            assertThat((double) proportional.bytes()[partition] / proportional.load()[partition])
                    .isCloseTo(bytesPerLoad, within(bytesPerLoad * 1e-3));
        }
        assertThat(Arrays.stream(equal.bytes()).distinct().count()).isEqualTo(1);
        assertThat(Arrays.stream(independent.bytes()).distinct().count()).isGreaterThan(490);
    }
}
