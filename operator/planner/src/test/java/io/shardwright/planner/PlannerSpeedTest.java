package io.shardwright.planner;

import static io.shardwright.planner.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A guard against a planner that isn't near-linear any more.
 *
 * <p>Takes the best of some rounds in processor time, so that a busy machine doesn't fail it.
 */
class PlannerSpeedTest {

    private static final int PARTITIONS = 1_000_000;
    private static final int SHARDS = 10_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration BOUND = Duration.ofMillis(400);
    private static final int ROUNDS = 5;

    @Test
    void plansAMillionPartitionsOverTenThousandShardsInLittleTime() {
        var random = new SplittableRandom(7);
        long[] weights = random.longs(SHARDS + SHARDS / 10, 1, 1001).toArray();
        var before = Plans.initial(PARTITIONS, Plans.weights(Arrays.copyOf(weights, SHARDS)));
        int[] scattered = random.ints(PARTITIONS, 0, SHARDS).toArray();

        report("add a tenth of the shards", PlanRequest.of(before, Plans.weights(weights)));
        report("from a random ownership", PlanRequest.of(Ownership.of(scattered), Plans.weights(weights)));
        report("first plan", PlanRequest.of(Ownership.empty(PARTITIONS), Plans.weights(weights)));
    }

    private static void report(String what, PlanRequest request) {
        long[] nanos = new long[ROUNDS];
        Plan plan = plan(request);
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            plan = plan(request);
            nanos[round] = THREADS.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: %,d partitions, %,d shards: best %.1f ms, median %.1f ms of processor time, %,d moves in %,d batches%n",
                what,
                PARTITIONS,
                request.weights().size(),
                nanos[0] / 1e6,
                nanos[ROUNDS / 2] / 1e6,
                plan.moveCount(),
                plan.batches().size());
        assertThat(plan.moveCount()).isEqualTo(plan.movesLowerBound());
        assertThat(Duration.ofNanos(nanos[0])).as(what).isLessThan(BOUND);
    }
}
