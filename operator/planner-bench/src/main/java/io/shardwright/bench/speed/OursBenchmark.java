package io.shardwright.bench.speed;

import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One plan of ours: from a present ownership and weights to a target, ordered batches, and the figures about it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class OursBenchmark {

    @Param("ADD_SHARD")
    UnitChange change = UnitChange.ADD_SHARD;

    @Param("10000")
    int partitions;

    @Param("100")
    int shards;

    @Param("1")
    long seed;

    private PlanRequest request = UnitChange.FIRST_PLACEMENT.request(2, 2, 0);

    @Setup
    public void request() {
        request = change.request(partitions, shards, seed);
    }

    @Benchmark
    public PlanResult plan() {
        return Planner.plan(request);
    }
}
