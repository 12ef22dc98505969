package io.shardwright.bench.speed;

import io.shardwright.bench.measure.Outcome;
import io.shardwright.bench.results.PeerRow;
import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.MoveBound;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PlanRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.helix.HelixRebalanceException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Ours beside WAGED, on equal inputs, in one run.
 *
 * <p>JMH runs all forks of one benchmark before the next one's, minutes apart. Here it is called once a round for ours and
 * for each way to set up WAGED in turn, one fork each, so that a machine that is slower for a while is slower for all of
 * them. Every fork warms up by itself. Figures are medians over the iterations of all rounds. WAGED scores instances on all
 * cores; ours uses one.
 *
 * <p>Balance and moves are the same in every round, as both planners are deterministic; they are taken once, by the same
 * yardstick for both.
 */
public final class PeerComparison {

    private static final List<UnitChange> CHANGES = List.of(
            UnitChange.FIRST_PLACEMENT, UnitChange.ADD_SHARD, UnitChange.REMOVE_SHARD, UnitChange.CHANGE_WEIGHT);

    private final int partitions;
    private final int shards;
    private final long seed;

    public PeerComparison(int partitions, int shards, long seed) {
        this.partitions = partitions;
        this.shards = shards;
        this.seed = seed;
    }

    /** One row for each change and planner. */
    public List<PeerRow> run(int rounds) throws RunnerException, HelixRebalanceException {
        var rows = new ArrayList<PeerRow>();
        for (var change : CHANGES) {
            var micros = new LinkedHashMap<String, List<Double>>();
            for (int round = 1; round <= rounds; round++) {
                System.out.printf("peers: %s, round %d of %d%n", change.title(), round, rounds);
                time(micros, change);
            }
            rows.addAll(rows(change, micros));
        }
        return rows;
    }

    private void time(Map<String, List<Double>> micros, UnitChange change) throws RunnerException {
        micros.computeIfAbsent("ours", name -> new ArrayList<>())
                .addAll(iterations(
                        new Runner(options(OursBenchmark.class, change).build()).run()));
        for (var setup : PeerSetup.values()) {
            var options = options(WagedBenchmark.class, change).param("setup", setup.name());
            micros.computeIfAbsent(setup.name(), name -> new ArrayList<>())
                    .addAll(iterations(new Runner(options.build()).run()));
        }
    }

    private ChainedOptionsBuilder options(Class<?> benchmark, UnitChange change) {
        return new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\.plan$")
                .param("change", change.name())
                .param("partitions", Integer.toString(partitions))
                .param("shards", Integer.toString(shards))
                .param("seed", Long.toString(seed))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static List<Double> iterations(Collection<RunResult> runs) {
        return runs.stream()
                .flatMap(run -> run.getBenchmarkResults().stream())
                .flatMap(result -> result.getIterationResults().stream())
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
    }

    private List<PeerRow> rows(UnitChange change, Map<String, List<Double>> micros) throws HelixRebalanceException {
        var request = change.request(partitions, shards, seed);
        var plan = UnitChange.plan(request);
        var rows = new ArrayList<PeerRow>();
        rows.add(row(change, "ours", true, micros.getOrDefault("ours", List.of()), request, plan.target()));
        for (var setup : PeerSetup.values()) {
            var waged = setup.waged(change, request);
            var target = waged.target(waged.plan(waged.model()));
            rows.add(row(change, setup.title(), false, micros.getOrDefault(setup.name(), List.of()), request, target));
        }
        return rows;
    }

    private static PeerRow row(
            UnitChange change,
            String planner,
            boolean ours,
            List<Double> micros,
            PlanRequest request,
            Ownership target) {
        var outcome = new Outcome(request.current(), target);
        var evenness = outcome.evenness(request.weights());
        var times = Times.of(micros);
        return new PeerRow(
                change.title(),
                planner,
                ours,
                times.median(),
                times.min(),
                times.max(),
                times.count(),
                evenness.maxOverFair(),
                evenness.minOverFair(),
                evenness.furthest(),
                outcome.moves(),
                MoveBound.minimumMoves(request.current(), request.weights()));
    }
}
