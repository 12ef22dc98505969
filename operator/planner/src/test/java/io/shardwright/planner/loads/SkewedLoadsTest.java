package io.shardwright.planner.loads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Zipf-distributed loads, from an ownership that is even by count. {@code -Dplanner.seed=N} repeats a run. */
class SkewedLoadsTest {

    private static final double MOST_OVER_BOUND = 1.1;

    private static final double[] EXPONENTS = {0.9, 1.0, 1.1, 1.2};

    @Test
    void bringsEveryShardToTheGoalWithFewBytes() {
        var random = seeded("bringsEveryShardToTheGoalWithFewBytes");
        for (int round = Integer.getInteger("planner.rounds", 1); round > 0; round--) {
            for (int[] dimensions : new int[][] {{1_000, 10}, {10_000, 100}}) {
                for (double exponent : EXPONENTS) {
                    for (var sizes : SkewedLoads.Sizes.values()) {
                        check(dimensions[0], dimensions[1], exponent, sizes, random);
                    }
                }
            }
            for (var sizes : SkewedLoads.Sizes.values()) {
                check(65_536, 1_000, 1.0, sizes, random);
            }
        }
    }

    private static void check(
            int partitions, int shards, double exponent, SkewedLoads.Sizes sizes, RandomGenerator random) {
        var loads = SkewedLoads.zipf(partitions, exponent, sizes, random);
        var request = LoadRequest.of(
                        SkewedLoads.evenByCount(partitions, shards), SkewedLoads.equalShards(shards), loads)
                .withTolerance(Tolerance.DEFAULT.withNoise(0));
        var plan = SkewedLoads.plan(request);
        long bound = plan.figures().bytesLowerBound();
        double overBound =
                bound == 0 && plan.isEmpty() ? 1 : (double) plan.figures().bytes() / bound;
        var what = String.format(
                "%d x %d, Zipf %.1f, sizes %s: %s; bytes %.3f x bound",
                partitions, shards, exponent, sizes, plan.summary(), overBound);
        System.out.println(what);
        long[] largest = new long[shards];
        for (int partition = 0; partition < partitions; partition++) {
            int owner = plan.target().owner(partition).orElseThrow().ordinal();
            largest[owner] = Math.max(largest[owner], loads.load(partition));
        }
        for (var shard : plan.shards()) {
            assertThat((double) shard.loadAfter())
                    .as("%s: shard %s", what, shard.shard())
                    .isLessThanOrEqualTo(1.05
                            * Math.max(shard.fairShare(), largest[shard.shard().ordinal()])
                            * (1 + 1e-12));
        }
        assertThat(overBound).as(what).isBetween(1.0, MOST_OVER_BOUND);
    }

    /** The fewer shards, the fewer partitions move, and the more it matters that they are whole and need room. */
    @Test
    void staysCloseToTheBoundWhereFewPartitionsMove() {
        var random = seeded("staysCloseToTheBoundWhereFewPartitionsMove");
        for (int round = 10 * Integer.getInteger("planner.rounds", 1); round > 0; round--) {
            for (double exponent : new double[] {0.9, 1.0}) {
                check(4_096, 4, exponent, SkewedLoads.Sizes.INDEPENDENT, random);
                check(4_096, 8, exponent, SkewedLoads.Sizes.INDEPENDENT, random);
                check(4_096, 8, exponent, SkewedLoads.Sizes.EQUAL, random);
            }
        }
    }

    @Test
    void movesNothingForNoise() {
        var random = seeded("movesNothingForNoise");
        for (double exponent : EXPONENTS) {
            var loads = SkewedLoads.zipf(4_096, exponent, SkewedLoads.Sizes.INDEPENDENT, random);
            var shards = SkewedLoads.shards(100, 100, 400, 100, 250, 100, 100, 400);
            var target = SkewedLoads.plan(LoadRequest.of(SkewedLoads.evenByCount(4_096, 8), shards, loads))
                    .target();
            for (int sample = 0; sample < 200; sample++) {
                var plan = SkewedLoads.plan(LoadRequest.of(target, shards, SkewedLoads.measured(loads, 0.10, random)));
                assertThat(plan.isEmpty()).as(plan.summary()).isTrue();
            }
        }
    }

    @Test
    void movesForTheSameExcessWhereItIsNoNoise() {
        var random = seeded("movesForTheSameExcessWhereItIsNoNoise");
        var loads = SkewedLoads.zipf(4_096, 0.9, SkewedLoads.Sizes.EQUAL, random);
        var shards = SkewedLoads.equalShards(8);
        var target = SkewedLoads.plan(LoadRequest.of(SkewedLoads.evenByCount(4_096, 8), shards, loads))
                .target();
        long[] grown = IntStream.range(0, 4_096)
                .mapToLong(p -> loads.load(p) * (target.owner(p).orElseThrow().ordinal() == 3 ? 2 : 1))
                .toArray();
        var plan = SkewedLoads.plan(LoadRequest.of(target, shards, Loads.of(grown, grown)));
        assertThat(plan.before().maxOverFair()).isGreaterThan(1.5);
        assertThat(plan.after().maxOverFair()).isLessThanOrEqualTo(1.05);
    }

    private static SplittableRandom seeded(String test) {
        long seed = Long.getLong("planner.seed", System.nanoTime());
        System.out.println(test + ": seed " + seed);
        return new SplittableRandom(seed);
    }
}
