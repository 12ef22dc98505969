package io.shardwright.bench.report;

import io.shardwright.bench.plot.Axis;
import io.shardwright.bench.plot.LinePlot;
import io.shardwright.bench.plot.Series;
import io.shardwright.bench.results.DriftRun;
import io.shardwright.bench.results.Results;
import io.shardwright.bench.results.ScalingCell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The plots of a run, by file name. */
public final class Plots {

    static final String SCALING = "planner-scaling.svg";
    static final String DRIFT_BALANCE = "planner-drift-balance.svg";
    static final String DRIFT_MOVES = "planner-drift-moves.svg";

    private Plots() {}

    /** Those for which the run has figures. */
    public static Map<String, String> of(Results results) {
        var plots = new LinkedHashMap<String, String>();
        if (!results.scaling().isEmpty()) {
            plots.put(SCALING, scaling(Verdicts.grid(results.scaling())));
        }
        var drifting = results.drift().stream()
                .filter(run -> !run.name().equals(DriftNames.CONSTANT))
                .toList();
        if (!drifting.isEmpty()) {
            plots.put(DRIFT_BALANCE, balance(drifting));
            plots.put(DRIFT_MOVES, moves(drifting));
        }
        return plots;
    }

    private static String scaling(List<ScalingCell> grid) {
        var byShards = new TreeMap<>(grid.stream().collect(Collectors.groupingBy(ScalingCell::shards)));
        byShards.values().removeIf(cells -> cells.size() < 3);
        var millis = grid.stream().mapToDouble(ScalingCell::medianMillis).summaryStatistics();
        var partitions = grid.stream().mapToInt(ScalingCell::partitions).summaryStatistics();
        var plot = new LinePlot(
                "Time of one plan that adds a tenth of the shards",
                Axis.decades("partitions", partitions.getMin(), partitions.getMax()),
                Axis.decades("ms, median", millis.getMin(), Math.max(millis.getMax(), 50)));
        byShards.forEach((shards, cells) -> plot.with(Series.measured(
                String.format(Locale.ROOT, "%,d shards", shards),
                cells.stream().mapToDouble(ScalingCell::partitions).toArray(),
                cells.stream().mapToDouble(ScalingCell::medianMillis).toArray())));
        double most = partitions.getMax();
        double linear = millis.getMax();
        plot.with(
                Series.bound("linear growth", new double[] {most / 1000, most}, new double[] {linear / 1000, linear}));
        return plot.svg();
    }

    private static String balance(List<DriftRun> runs) {
        int days = runs.getFirst().days();
        double highest = runs.stream()
                .flatMap(run -> run.hourlyMaxOverFair().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        var plot = new LinePlot(
                "Largest load ÷ fair share, once an hour",
                Axis.linear("day", 0, days),
                Axis.linear("max load ÷ fair share", 1, Math.ceil(highest * 20 + 0.5) / 20));
        for (var run : runs) {
            plot.with(Series.trace(
                    run.name(),
                    IntStream.range(0, run.hourlyMaxOverFair().size())
                            .mapToDouble(hour -> hour / 24.0)
                            .toArray(),
                    run.hourlyMaxOverFair().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray()));
        }
        return plot.with(Series.bound("goal", new double[] {0, days}, new double[] {1.05, 1.05}))
                .svg();
    }

    private static String moves(List<DriftRun> runs) {
        int most = runs.stream()
                .flatMap(run -> run.movesPerDay().stream())
                .max(Integer::compare)
                .orElseThrow();
        var plot = new LinePlot(
                "Partitions moved, by day",
                Axis.linear("day", 0, runs.getFirst().days()),
                Axis.linear("moves a day", 0, Math.max(10, most * 1.05)));
        for (var run : runs) {
            plot.with(Series.measured(
                    run.name(),
                    IntStream.range(0, run.days()).mapToDouble(day -> day + 0.5).toArray(),
                    run.movesPerDay().stream().mapToDouble(Integer::doubleValue).toArray()));
        }
        return plot.svg();
    }
}
