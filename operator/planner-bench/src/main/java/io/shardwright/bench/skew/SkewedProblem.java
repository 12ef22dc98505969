package io.shardwright.bench.skew;

import io.shardwright.bench.workload.SkewedLoads;
import io.shardwright.bench.workload.SkewedLoads.Sizes;
import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A skewed workload on equal shards, of which each owns as many partitions as the others.
 *
 * @param exponent of Zipf's law
 */
record SkewedProblem(double exponent, Sizes sizes, List<ShardWeight> weights, SkewedLoads loads, Ownership current) {

    static SkewedProblem of(int partitions, int shards, double exponent, Sizes sizes, long seed) {
        var weights = IntStream.range(0, shards)
                .mapToObj(shard -> new ShardWeight(new ShardId(shard), 100))
                .toList();
        var current = UnitChange.plan(PlanRequest.of(Ownership.empty(partitions), weights))
                .target();
        return new SkewedProblem(
                exponent, sizes, weights, SkewedLoads.zipf(partitions, exponent, sizes, seed), current);
    }

    /** A shard's fair share of the load; the same for all. */
    double fair() {
        return (double) Arrays.stream(loads.load()).sum() / weights.size();
    }

    /** The largest partition ÷ fair share. */
    double largestOverFair() {
        return Arrays.stream(loads.load()).max().orElse(0) / fair();
    }
}
