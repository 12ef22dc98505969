package io.shardwright.bench.speed;

import com.sun.management.ThreadMXBean;
import io.shardwright.bench.results.ScalingCell;
import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a plan of ours takes as inputs grow, on one thread, warm, by the wall clock.
 *
 * <p>Each cell is planned until {@link #WARM_UP} and then {@link #MEASURE} have passed, at least {@value #LEAST} times each;
 * the median counts. Allocation is what the virtual machine counts for the thread.
 */
public final class Scaling {

    private static final Duration WARM_UP = Duration.ofMillis(600);
    private static final Duration MEASURE = Duration.ofMillis(900);
    private static final int LEAST = 11;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long seed;

    public Scaling(long seed) {
        this.seed = seed;
    }

    /** One cell for each pair with at least as many partitions as shards. */
    public List<ScalingCell> grid(UnitChange change, int[] partitions, int[] shards) {
        var cells = new ArrayList<ScalingCell>();
        for (int shardCount : shards) {
            for (int partitionCount : partitions) {
                if (partitionCount >= shardCount) {
                    cells.add(cell(change, partitionCount, shardCount));
                }
            }
        }
        return cells;
    }

    /** Measures one input. */
    public ScalingCell cell(UnitChange change, int partitions, int shards) {
        System.out.printf("scaling: %s, %,d partitions, %,d shards%n", change.title(), partitions, shards);
        var request = change.request(partitions, shards, seed);
        repeat(request, WARM_UP);
        var laps = repeat(request, MEASURE);
        var times = Times.of(laps.millis());
        var bytes = laps.bytes().stream().sorted().toList();
        return new ScalingCell(
                change.title(),
                partitions,
                shards,
                times.median(),
                times.min(),
                bytes.get(bytes.size() / 2),
                laps.last().moveCount(),
                laps.last().batches().size());
    }

    /** What repetitions took; {@code last} is the plan they all made. */
    private record Laps(List<Double> millis, List<Long> bytes, Plan last) {}

    private static Laps repeat(PlanRequest request, Duration least) {
        var millis = new ArrayList<Double>();
        var bytes = new ArrayList<Long>();
        long began = System.nanoTime();
        Plan last;
        do {
            long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            last = UnitChange.plan(request);
            long end = System.nanoTime();
            bytes.add(THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore);
            millis.add((end - start) / 1e6);
        } while (millis.size() < LEAST || System.nanoTime() - began < least.toNanos());
        return new Laps(millis, bytes, last);
    }

    /** Sizes from {@code least} to {@code most}, {@code perDecade} a decade, evenly spaced on a logarithmic axis. */
    public static int[] sizes(int least, int most, int perDecade) {
        var sizes = new ArrayList<Integer>();
        int steps = (int) Math.round(Math.log10((double) most / least) * perDecade);
        for (int step = 0; step <= steps; step++) {
            sizes.add((int) Math.round(least * Math.pow(10, (double) step / perDecade)));
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }
}
