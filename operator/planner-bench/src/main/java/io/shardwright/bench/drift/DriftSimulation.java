package io.shardwright.bench.drift;

import io.shardwright.bench.measure.Outcome;
import io.shardwright.bench.results.DriftRun;
import io.shardwright.bench.workload.DriftingLoads;
import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import io.shardwright.planner.loads.LoadPlan;
import io.shardwright.planner.loads.LoadPlanner;
import io.shardwright.planner.loads.LoadRequest;
import io.shardwright.planner.loads.LoadResult;
import io.shardwright.planner.loads.LoadShard;
import io.shardwright.planner.loads.Loads;
import io.shardwright.planner.loads.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of shards that is planned for every five minutes by what is measured, in simulated time.
 *
 * <p>It begins with an ownership that is fair by the exact loads. Each plan is carried out at once. A partition that moved
 * less than an hour ago is pinned. Balance is that of the exact loads, which the planner never sees, after the moves.
 */
public final class DriftSimulation {

    public static final int STEP_MINUTES = 5;
    static final int REST_MINUTES = 60;
    private static final int STEPS_PER_DAY = 24 * 60 / STEP_MINUTES;
    private static final int STEPS_PER_HOUR = 60 / STEP_MINUTES;
    private static final long[] WEIGHTS = {100, 200, 400};

    private final String name;
    private final DriftingLoads loads;
    private final Tolerance tolerance;
    private final List<ShardWeight> weights;

    /**
     * A simulation that has yet to run.
     *
     * @param loads at time 0; used up by the run
     */
    public DriftSimulation(String name, DriftingLoads loads, int shards, Tolerance tolerance) {
        this.name = name;
        this.loads = loads;
        this.tolerance = tolerance;
        this.weights = IntStream.range(0, shards)
                .mapToObj(shard -> new ShardWeight(new ShardId(shard), WEIGHTS[shard % WEIGHTS.length]))
                .toList();
    }

    /** Runs it. */
    public DriftRun run(int days) {
        long[] bytes = loads.bytes();
        var start = fair(bytes);
        var record = new DriftRecord(start, days);
        var current = start;
        for (int step = 0; step < days * STEPS_PER_DAY; step++) {
            loads.advance();
            int minute = step * STEP_MINUTES;
            var next = plan(current, loads.measured(), bytes, tolerance, record.movedSince(minute - REST_MINUTES));
            record.moved(step / STEPS_PER_DAY, minute, current, next, bytes);
            current = next;
            record.balance(overFair(current), overFair(start), step % STEPS_PER_HOUR == 0);
        }
        return record.run(name, loads.partitions(), weights.size());
    }

    private double overFair(Ownership ownership) {
        return new Outcome(ownership, ownership)
                .evenness(weights, loads.exact())
                .maxOverFair();
    }

    /** An ownership at which planning by the exact loads stops moving anything. */
    private Ownership fair(long[] bytes) {
        var ownership = UnitChange.plan(PlanRequest.of(Ownership.empty(loads.partitions()), weights))
                .target();
        for (int round = 0; round < 10; round++) {
            var next = plan(ownership, loads.exact(), bytes, tolerance.withNoise(0), PartitionSet.of());
            if (next.equals(ownership)) {
                return ownership;
            }
            ownership = next;
        }
        throw new IllegalStateException("ten plans by the same loads, and the last still moves something");
    }

    private Ownership plan(Ownership current, long[] load, long[] bytes, Tolerance allowed, PartitionSet pinned) {
        var request = LoadRequest.of(
                        current, weights.stream().map(LoadShard::of).toList(), Loads.of(load, bytes))
                .withTolerance(allowed)
                .withPinned(pinned);
        LoadPlan plan = switch (LoadPlanner.plan(request)) {
            case LoadResult.Planned planned -> planned.plan();
            case LoadResult.Impossible impossible -> throw new IllegalStateException(impossible.toString());
        };
        return plan.target();
    }

    /** The percentile of values by the nearest rank. */
    static double percentile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }
}
