package io.shardwright.bench;

import io.shardwright.bench.drift.DriftSimulation;
import io.shardwright.bench.report.Document;
import io.shardwright.bench.report.DriftNames;
import io.shardwright.bench.report.GeneratedSection;
import io.shardwright.bench.report.Plots;
import io.shardwright.bench.report.Verdict;
import io.shardwright.bench.report.Verdicts;
import io.shardwright.bench.results.DriftRun;
import io.shardwright.bench.results.Results;
import io.shardwright.bench.results.ScalingCell;
import io.shardwright.bench.skew.SkewComparison;
import io.shardwright.bench.speed.PeerComparison;
import io.shardwright.bench.speed.Scaling;
import io.shardwright.bench.workload.DriftingLoads;
import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.loads.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The benchmark of the planner: {@code run} measures and gives a verdict on every claim, {@code docs} puts the tables and
 * plots of a run into the documentation.
 *
 * <p>Exit status 0: every claim held; 1: one didn't; 2: the command line is wrong.
 */
public final class PlannerBench {

    private static final String RESULTS = "results.json";
    private static final int[] SKEW_SHARDS = {4, 8, 32};
    private static final int SKEW_SEEDS = 20;
    private static final int DRIFT_PARTITIONS = 1024;
    private static final int DRIFT_SHARDS = 16;

    private final BenchOptions options;

    private PlannerBench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        BenchOptions options;
        try {
            options = BenchOptions.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(BenchOptions.USAGE);
            System.exit(2);
            return;
        }
        var bench = new PlannerBench(options);
        switch (options.action()) {
            case RUN -> System.exit(bench.run() ? 0 : 1);
            case DOCS -> bench.updateDocs();
        }
    }

    private boolean run() throws Exception {
        boolean quick = options.quick();
        int partitions = quick ? 1_000 : 10_000;
        int shards = quick ? 20 : 100;
        long seed = options.seed();
        var skew = new SkewComparison(quick ? 1024 : 4096, seed);
        var results = new Results(
                ThisMachine.describe(Clock.systemUTC()),
                seed,
                quick,
                partitions,
                shards,
                options.includes(Part.PEERS)
                        ? new PeerComparison(partitions, shards, seed).run(quick ? 1 : 3)
                        : List.of(),
                options.includes(Part.SCALING) ? scaling() : List.of(),
                options.includes(Part.SKEW) ? skew.run(SKEW_SHARDS) : List.of(),
                options.includes(Part.SKEW) ? skew.sweep(SKEW_SHARDS, SKEW_SEEDS) : null,
                options.includes(Part.DRIFT) ? drift(quick ? 3 : 30) : List.of());
        results.write(options.folder().resolve(RESULTS));
        for (var plot : Plots.of(results).entrySet()) {
            Files.writeString(options.folder().resolve(plot.getKey()), plot.getValue());
        }
        Files.writeString(options.folder().resolve("report.md"), Document.of(results));
        var verdicts = Verdicts.of(results);
        verdicts.forEach(System.out::println);
        return verdicts.stream().allMatch(Verdict::held);
    }

    private List<ScalingCell> scaling() {
        var scaling = new Scaling(options.seed());
        int most = options.quick() ? 100_000 : 1_000_000;
        int mostShards = options.quick() ? 1_000 : 10_000;
        var cells = new ArrayList<>(
                scaling.grid(UnitChange.ADD_TENTH, Scaling.sizes(1_000, most, 4), Scaling.sizes(10, mostShards, 1)));
        for (int shards : new int[] {316, 3_162}) {
            if (shards < mostShards) {
                cells.add(scaling.cell(UnitChange.ADD_TENTH, most, shards));
            }
        }
        for (var change : UnitChange.values()) {
            if (change != UnitChange.ADD_TENTH) {
                cells.add(scaling.cell(change, most, mostShards));
            }
        }
        return cells;
    }

    private List<DriftRun> drift(int days) {
        var runs = new ArrayList<DriftRun>();
        runs.add(drift(DriftNames.HYSTERESIS, drifting(), Tolerance.DEFAULT, days));
        runs.add(drift(DriftNames.NO_HYSTERESIS, drifting(), Tolerance.DEFAULT.withNoise(0), days));
        var constant = DriftingLoads.constant(DRIFT_PARTITIONS, DriftSimulation.STEP_MINUTES, options.seed());
        runs.add(drift(DriftNames.CONSTANT, constant, Tolerance.DEFAULT, days));
        return runs;
    }

    private DriftingLoads drifting() {
        return DriftingLoads.drifting(DRIFT_PARTITIONS, DriftSimulation.STEP_MINUTES, options.seed());
    }

    private static DriftRun drift(String name, DriftingLoads loads, Tolerance tolerance, int days) {
        System.out.printf("drift: %s, %d days%n", name, days);
        return new DriftSimulation(name, loads, DRIFT_SHARDS, tolerance).run(days);
    }

    private void updateDocs() throws IOException {
        var results = Results.read(options.folder().resolve(RESULTS));
        var page = options.docs().resolve("planner.md");
        Files.writeString(page, GeneratedSection.replace(Files.readString(page), Document.of(results)));
        var images = Files.createDirectories(options.docs().resolve("img"));
        for (var plot : Plots.of(results).entrySet()) {
            Files.writeString(images.resolve(plot.getKey()), plot.getValue());
        }
        System.out.println("updated " + page + " and " + images);
    }
}
