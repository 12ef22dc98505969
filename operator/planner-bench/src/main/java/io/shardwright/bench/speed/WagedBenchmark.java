package io.shardwright.bench.speed;

import io.shardwright.bench.waged.Waged;
import io.shardwright.bench.workload.UnitChange;
import java.util.concurrent.TimeUnit;
import org.apache.helix.HelixRebalanceException;
import org.apache.helix.controller.rebalancer.waged.model.ClusterModel;
import org.apache.helix.controller.rebalancer.waged.model.OptimalAssignment;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One plan of WAGED: its algorithm alone.
 *
 * <p>A plan takes up to a second and uses its model up, so each invocation is timed by itself and gets a fresh model, whose
 * building isn't timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class WagedBenchmark {

    @Param("SHIPPED")
    PeerSetup setup = PeerSetup.SHIPPED;

    @Param("ADD_SHARD")
    UnitChange change = UnitChange.ADD_SHARD;

    @Param("10000")
    int partitions;

    @Param("100")
    int shards;

    @Param("1")
    long seed;

    private @Nullable Waged waged;
    private @Nullable ClusterModel model;

    @Setup(Level.Invocation)
    public void model() {
        if (waged == null) {
            waged = setup.waged(change, change.request(partitions, shards, seed));
        }
        model = waged.model();
    }

    @Benchmark
    public OptimalAssignment plan() throws HelixRebalanceException {
        if (waged == null || model == null) {
            throw new IllegalStateException("not set up");
        }
        return waged.plan(model);
    }
}
