package io.shardwright.planner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Seeded random plan requests: live, drained, added and removed shards, unowned partitions, equal and uneven weights.
 *
 * <p>{@code -Dplanner.seed=N} repeats a run, {@code -Dplanner.cases=N} sets its length.
 */
final class RandomCases {

    private static final long[] TYPICAL_WEIGHTS = {0, 1, 2, 3, 100, 100, 100, 400, 1000, ShardWeight.MAX_WEIGHT};

    private final RandomGenerator random;
    private final int maxPartitions;
    private final int maxShards;

    private RandomCases(RandomGenerator random, int maxPartitions, int maxShards) {
        this.random = random;
        this.maxPartitions = maxPartitions;
        this.maxShards = maxShards;
    }

    /** Requests that differ from run to run unless a seed is given; prints the seed. */
    static RandomCases seeded(String test, int maxPartitions, int maxShards) {
        long seed = Long.getLong("planner.seed", System.nanoTime());
        System.out.println(test + ": seed " + seed);
        return new RandomCases(new SplittableRandom(seed), maxPartitions, maxShards);
    }

    static int count(int usual) {
        return Integer.getInteger("planner.cases", usual);
    }

    RandomGenerator random() {
        return random;
    }

    /** A request with at least one shard of weight above 0. */
    PlanRequest next() {
        var weights = nextWeights();
        return new PlanRequest(nextOwnership(), weights, 1 + random.nextInt(8));
    }

    List<ShardWeight> nextWeights() {
        var ordinals = new ArrayList<>(
                IntStream.range(0, maxShards + maxShards / 2 + 1).boxed().toList());
        Collections.shuffle(ordinals, java.util.Random.from(random));
        int shards = 1 + random.nextInt(maxShards);
        boolean equal = random.nextInt(4) == 0;
        var weights = new ArrayList<ShardWeight>();
        for (int ordinal : ordinals.subList(0, shards)) {
            weights.add(new ShardWeight(new ShardId(ordinal), equal ? 100 : nextWeight()));
        }
        return weights.stream().allMatch(ShardWeight::drained) ? nextWeights() : weights;
    }

    private long nextWeight() {
        return random.nextBoolean() ? random.nextLong(1001) : TYPICAL_WEIGHTS[random.nextInt(TYPICAL_WEIGHTS.length)];
    }

    /** An ownership by a few of the shards, so that loads are far from even as often as near. */
    private Ownership nextOwnership() {
        int partitions = 1 + random.nextInt(maxPartitions);
        int owners = 1 + random.nextInt(maxShards + maxShards / 2 + 1);
        boolean someUnowned = random.nextInt(3) == 0;
        int[] owner = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            owner[partition] = someUnowned && random.nextInt(4) == 0 ? Ownership.UNOWNED : random.nextInt(owners);
        }
        return Ownership.of(owner);
    }
}
