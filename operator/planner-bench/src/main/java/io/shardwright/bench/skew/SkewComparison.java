package io.shardwright.bench.skew;

import io.shardwright.bench.measure.Outcome;
import io.shardwright.bench.rendezvous.WeightedRendezvous;
import io.shardwright.bench.results.SkewRow;
import io.shardwright.bench.results.SkewSweep;
import io.shardwright.bench.workload.SkewedLoads.Sizes;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.loads.LoadPlan;
import io.shardwright.planner.loads.LoadPlanner;
import io.shardwright.planner.loads.LoadRequest;
import io.shardwright.planner.loads.LoadResult;
import io.shardwright.planner.loads.LoadShard;
import io.shardwright.planner.loads.Loads;
import io.shardwright.planner.loads.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.helix.HelixRebalanceException;
import org.jspecify.annotations.Nullable;

/**
 * Ours, WAGED and weighted rendezvous hashing on the same skewed loads, from the same ownership.
 *
 * <p>The fastest of a few warm repetitions is the time. Ours plans with the goal 1.05 and no hysteresis: that the loads are
 * exact is known here. Its lower bound stands beside all three: the fewest bytes that have to leave the shards above the goal.
 */
public final class SkewComparison {

    private static final double[] EXPONENTS = {0.9, 1.0, 1.1, 1.2};
    private static final Tolerance EXACT = new Tolerance(1.05, 0);
    private static final int REPETITIONS = 20;
    private static final int WAGED_REPETITIONS = 2;

    private final int partitions;
    private final long seed;

    public SkewComparison(int partitions, long seed) {
        this.partitions = partitions;
        this.seed = seed;
    }

    /** Ours alone on the same workloads by many seeds, from the first on. */
    public SkewSweep sweep(int[] shards, int seeds) {
        var plans = new ArrayList<SweptPlan>();
        for (int shardCount : shards) {
            for (double exponent : EXPONENTS) {
                for (var sizes : Sizes.values()) {
                    for (long number = seed; number < seed + seeds; number++) {
                        plans.add(swept(SkewedProblem.of(partitions, shardCount, exponent, sizes, number), number));
                    }
                }
            }
        }
        plans.sort(Comparator.comparingDouble(SweptPlan::overBound));
        int all = plans.size();
        return new SkewSweep(
                seeds,
                all,
                (int) plans.stream().filter(SweptPlan::balanced).count(),
                (int) plans.stream().filter(plan -> plan.overBound() <= 1.1).count(),
                plans.get(all / 2).overBound(),
                plans.get(all * 99 / 100).overBound(),
                plans.getLast().overBound(),
                plans.getLast().what());
    }

    private record SweptPlan(String what, boolean balanced, double overBound) {}

    private SweptPlan swept(SkewedProblem problem, long number) {
        var plan = plan(request(problem));
        var row = row(problem, "ours", true, plan.target(), plan.figures().bytesLowerBound(), 0);
        var what = String.format(
                Locale.ROOT,
                "Zipf %.1f on %d shards, bytes %s, seed %d",
                problem.exponent(),
                problem.weights().size(),
                problem.sizes().title(),
                number);
        return new SweptPlan(what, row.balanced(), row.overBound());
    }

    /** One row for each workload and planner; WAGED has one for each way to set it up. */
    public List<SkewRow> run(int[] shards) throws Exception {
        var rows = new ArrayList<SkewRow>();
        for (int shardCount : shards) {
            for (double exponent : EXPONENTS) {
                for (var sizes : Sizes.values()) {
                    System.out.printf("skew: %d shards, Zipf %.1f, bytes %s%n", shardCount, exponent, sizes.title());
                    rows.addAll(compare(SkewedProblem.of(partitions, shardCount, exponent, sizes, seed)));
                }
            }
        }
        return rows;
    }

    private List<SkewRow> compare(SkewedProblem problem) throws Exception {
        var rows = new ArrayList<SkewRow>();
        var request = request(problem);
        var ours = fastest(REPETITIONS, () -> plan(request));
        long bound = ours.value.figures().bytesLowerBound();
        rows.add(row(problem, "ours", true, ours.value.target(), bound, ours.millis));
        for (var setup : WagedOnLoads.values()) {
            rows.add(waged(problem, setup, bound));
        }
        var hashed = fastest(REPETITIONS, () -> WeightedRendezvous.assign(partitions, problem.weights(), seed));
        rows.add(row(problem, "weighted rendezvous", false, hashed.value, bound, hashed.millis));
        return rows;
    }

    private static LoadRequest request(SkewedProblem problem) {
        return LoadRequest.of(
                        problem.current(),
                        problem.weights().stream().map(LoadShard::of).toList(),
                        Loads.of(problem.loads().load(), problem.loads().bytes()))
                .withTolerance(EXACT);
    }

    private static LoadPlan plan(LoadRequest request) {
        return switch (LoadPlanner.plan(request)) {
            case LoadResult.Planned planned -> planned.plan();
            case LoadResult.Impossible impossible -> throw new IllegalStateException(impossible.toString());
        };
    }

    private static SkewRow waged(SkewedProblem problem, WagedOnLoads setup, long bound) throws Exception {
        var waged = setup.waged(problem);
        double millis = Double.MAX_VALUE;
        Ownership target = null;
        for (int repetition = 0; repetition < WAGED_REPETITIONS; repetition++) {
            var model = waged.model();
            long start = System.nanoTime();
            try {
                var plan = waged.plan(model);
                millis = Math.min(millis, (System.nanoTime() - start) / 1e6);
                target = waged.target(plan);
            } catch (HelixRebalanceException noAssignment) {
                millis = Math.min(millis, (System.nanoTime() - start) / 1e6);
                break;
            }
        }
        return row(problem, setup.title(), false, target, bound, millis);
    }

    private static SkewRow row(
            SkewedProblem problem,
            String planner,
            boolean ours,
            @Nullable Ownership target,
            long bound,
            double millis) {
        var load = problem.loads().load();
        var before = new Outcome(problem.current(), problem.current()).evenness(problem.weights(), load);
        var outcome = new Outcome(problem.current(), target == null ? problem.current() : target);
        var after = outcome.evenness(problem.weights(), load);
        return new SkewRow(
                problem.current().partitions(),
                problem.weights().size(),
                problem.exponent(),
                problem.sizes().title(),
                problem.largestOverFair(),
                before.maxOverFair(),
                planner,
                ours,
                target == null ? null : after.maxOverFair(),
                target == null ? null : after.maxOverOwn(),
                outcome.moved(problem.loads().bytes()),
                bound,
                millis);
    }

    private record Timed<T>(T value, double millis) {}

    private static <T> Timed<T> fastest(int repetitions, Callable<T> planning) throws Exception {
        double[] millis = new double[repetitions];
        T value = planning.call();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            long start = System.nanoTime();
            value = planning.call();
            millis[repetition] = (System.nanoTime() - start) / 1e6;
        }
        return new Timed<>(value, Arrays.stream(millis).min().orElseThrow());
    }
}
