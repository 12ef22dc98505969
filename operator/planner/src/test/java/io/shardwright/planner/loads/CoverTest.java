package io.shardwright.planner.loads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against every choice of a few partitions. {@code -Dplanner.seed=N} repeats a run. */
class CoverTest {

    private record Partition(long load, long bytes) {}

    @Test
    void boundsWhatWholePartitionsHaveAndNearlyReachesIt() {
        long seed = Long.getLong("planner.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        int tighter = 0;
        for (int i = 0; i < 2_000; i++) {
            var partitions = partitions(1 + random.nextInt(12), random);
            long all = IntStream.range(0, partitions.length)
                    .mapToLong(p -> partitions[p].load())
                    .sum();
            long load = 1 + random.nextLong(all);
            long fewest = fewestBytes(partitions, load);
            double fractional = leastBytes(partitions, load, 0);
            double whole = leastBytes(partitions, load, 1_000_000);
            assertThat(whole).as("seed %d, case %d", seed, i).isBetween(0.998 * fewest, (double) fewest);
            assertThat(fractional).as("seed %d, case %d", seed, i).isBetween(0.0, whole + 1e-9);
            assertThat(leastBytes(partitions, load, random.nextInt(20)))
                    .as("seed %d, case %d", seed, i)
                    .isBetween(fractional - 1e-9, (double) fewest);
            tighter += fractional < 0.9 * whole ? 1 : 0;
        }
        assertThat(tighter).isGreaterThan(200);
    }

    @Test
    void isInfiniteWhereAllTogetherDoNotSuffice() {
        var partitions = new Partition[] {new Partition(3, 1), new Partition(4, 10)};
        assertThat(leastBytes(partitions, 7, 100)).isEqualTo(11);
        assertThat(leastBytes(partitions, 8, 100)).isInfinite();
        assertThat(leastBytes(new Partition[0], 1, 100)).isInfinite();
    }

    @Test
    void spendsNoMoreThanItHas() {
        var random = new SplittableRandom(1);
        var budget = new Budget(50);
        for (int i = 0; i < 100; i++) {
            var partitions = partitions(40, random);
            Cover.leastBytes(sums(partitions, true), sums(partitions, false), 100, 1, budget);
        }
        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.atMost(50)).isZero();
    }

    private static Partition[] partitions(int count, SplittableRandom random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Partition(1 + random.nextInt(30), random.nextInt(100)))
                .sorted(Comparator.comparingDouble(p -> (double) p.bytes() / p.load()))
                .toArray(Partition[]::new);
    }

    private static double leastBytes(Partition[] partitions, long load, long steps) {
        return Cover.leastBytes(sums(partitions, true), sums(partitions, false), load, 1, new Budget(steps));
    }

    private static double[] sums(Partition[] partitions, boolean ofLoad) {
        double[] sums = new double[partitions.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (i == 0 ? 0 : sums[i - 1]) + (ofLoad ? partitions[i].load() : partitions[i].bytes());
        }
        return sums;
    }

    private static long fewestBytes(Partition[] partitions, long load) {
        long fewest = Long.MAX_VALUE;
        for (int choice = 0; choice < 1 << partitions.length; choice++) {
            int chosen = choice;
            long covered = IntStream.range(0, partitions.length)
                    .filter(p -> (chosen >> p & 1) == 1)
                    .mapToLong(p -> partitions[p].load())
                    .sum();
            long bytes = IntStream.range(0, partitions.length)
                    .filter(p -> (chosen >> p & 1) == 1)
                    .mapToLong(p -> partitions[p].bytes())
                    .sum();
            fewest = covered >= load ? Math.min(fewest, bytes) : fewest;
        }
        return fewest;
    }
}
