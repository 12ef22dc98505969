package io.shardwright.planner.loads;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Seeded loads as they occur: few partitions carry much, and sizes follow or don't. */
final class SkewedLoads {

    /** How the bytes of a partition relate to its load. */
    enum Sizes {
        EQUAL,
        LIKE_LOAD,
        INDEPENDENT
    }

    private SkewedLoads() {}

    /** Loads ∝ 1 ÷ rank^s in random order, the largest 10⁹. */
    static Loads zipf(int partitions, double s, Sizes sizes, RandomGenerator random) {
        var ranks = new ArrayList<>(IntStream.rangeClosed(1, partitions).boxed().toList());
        Collections.shuffle(ranks, Random.from(random));
        long[] load = ranks.stream()
                .mapToLong(rank -> Math.round(1e9 / Math.pow(rank, s)))
                .toArray();
        LongUnaryOperator size = value -> switch (sizes) {
            case EQUAL -> 1 << 20;
            case LIKE_LOAD -> value;
            case INDEPENDENT -> Math.round((1 << 20) * Math.exp(random.nextGaussian()));
        };
        long[] bytes = new long[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            bytes[partition] = size.applyAsLong(load[partition]);
        }
        return Loads.of(load, bytes);
    }

    /** The same with an error of at most ± a share of each load. */
    static Loads measured(Loads loads, double noise, RandomGenerator random) {
        int partitions = loads.partitions();
        return Loads.of(
                IntStream.range(0, partitions)
                        .mapToLong(p -> Math.round(loads.load(p) * (1 + noise * (2 * random.nextDouble() - 1))))
                        .toArray(),
                IntStream.range(0, partitions).mapToLong(loads::bytes).toArray());
    }

    static List<LoadShard> shards(long... weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(i -> LoadShard.of(new io.shardwright.planner.ShardWeight(new ShardId(i), weights[i])))
                .toList();
    }

    static List<LoadShard> equalShards(int shards) {
        return shards(IntStream.range(0, shards).mapToLong(i -> 100).toArray());
    }

    /** Every shard owns as many partitions as every other, in ranges. */
    static Ownership evenByCount(int partitions, int shards) {
        return Ownership.of(IntStream.range(0, partitions)
                .map(partition -> (int) ((long) partition * shards / partitions))
                .toArray());
    }

    static LoadPlan plan(LoadRequest request) {
        return switch (LoadPlanner.plan(request)) {
            case LoadResult.Planned planned -> planned.plan();
            case LoadResult.Impossible impossible -> throw new AssertionError(impossible.refused());
        };
    }
}
