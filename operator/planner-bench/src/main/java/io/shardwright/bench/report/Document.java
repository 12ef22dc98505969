package io.shardwright.bench.report;

import io.shardwright.bench.results.DriftRun;
import io.shardwright.bench.results.PeerRow;
import io.shardwright.bench.results.Results;
import io.shardwright.bench.results.ScalingCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measurements of a run as a part of a Markdown document. */
public final class Document {

    private static final double MEBIBYTE = 1 << 20;

    private Document() {}

    /** Every section for which the run has figures, under headings of the third level. */
    public static String of(Results results) {
        var parts = new ArrayList<String>();
        parts.add(origin(results));
        parts.add(verdicts(Verdicts.of(results)));
        if (!results.peers().isEmpty()) {
            parts.add(peers(results));
        }
        if (!results.scaling().isEmpty()) {
            parts.add(scaling(results.scaling()));
        }
        if (!results.skew().isEmpty()) {
            parts.add(SkewTable.of(results.skew()));
        }
        if (!results.drift().isEmpty()) {
            parts.add(drift(results.drift()));
        }
        return String.join("\n", parts);
    }

    private static String origin(Results results) {
        var machine = results.machine();
        return text(
                "Measured %s on %s, %d cores, %s, %s; seed %d; `make bench-planner SEED=%d%s` repeats it.\n",
                machine.date(),
                machine.cpu(),
                machine.cores(),
                machine.os(),
                machine.jdk(),
                results.seed(),
                results.seed(),
                results.quick() ? " QUICK=1" : "");
    }

    private static String verdicts(List<Verdict> verdicts) {
        var table = new MarkdownTable(3, "claim", "", "figures");
        verdicts.forEach(
                verdict -> table.row(verdict.claim(), verdict.held() ? "held" : "**NOT held**", verdict.figures()));
        return table.toString();
    }

    private static String peers(Results results) {
        var table = new MarkdownTable(
                2,
                "change",
                "planner",
                "time",
                "× ours",
                "max ÷ fair",
                "furthest from fair, partitions",
                "moves",
                "fewest possible");
        double ours = 1;
        for (var row : results.peers()) {
            ours = row.ours() ? row.medianMicros() : ours;
            table.row(
                    row.change(),
                    row.planner(),
                    time(row.medianMicros()),
                    row.ours() ? "1" : text("%,.0f", row.medianMicros() / ours),
                    text("%.4f", row.maxOverFair()),
                    text("%.2f", row.furthest()),
                    text("%,d", row.moves()),
                    text("%,d", row.minimum()));
        }
        return text(
                        "### Beside Helix WAGED: %,d partitions, %,d shards, all partitions alike\n\n",
                        results.peerPartitions(), results.peerShards())
                + "Medians of " + iterations(results.peers())
                + " iterations in JMH forks that took turns. WAGED's time is its"
                + " algorithm alone, without building its model, on all cores; ours is the whole plan on one. Removing a"
                + " shard, WAGED looks at that shard's partitions only. Where WAGED moves less than the fewest possible, it"
                + " leaves shards further from their fair share than one partition.\n\n"
                + table;
    }

    private static String iterations(List<PeerRow> rows) {
        var counts = rows.stream().mapToInt(PeerRow::iterations).summaryStatistics();
        return counts.getMin() == counts.getMax()
                ? text("%d", counts.getMin())
                : text("%d to %d", counts.getMin(), counts.getMax());
    }

    private static String time(double micros) {
        return micros >= 1_000 ? text("%,.1f ms", micros / 1_000) : text("%.0f µs", micros);
    }

    private static String scaling(List<ScalingCell> cells) {
        int partitions = cells.stream().mapToInt(ScalingCell::partitions).max().orElseThrow();
        int shards = cells.stream().mapToInt(ScalingCell::shards).max().orElseThrow();
        var table = new MarkdownTable(1, "change", "median", "fastest", "allocated", "moves", "batches");
        cells.stream()
                .filter(cell -> cell.partitions() == partitions && cell.shards() == shards)
                .forEach(cell -> table.row(
                        cell.change(),
                        text("%.1f ms", cell.medianMillis()),
                        text("%.1f ms", cell.minMillis()),
                        text("%.1f MiB", cell.allocatedBytes() / MEBIBYTE),
                        text("%,d", cell.moves()),
                        text("%,d", cell.batches())));
        return text("### Alone, %,d partitions, %,d shards\n\n", partitions, shards) + table + "\n" + exponents(cells);
    }

    private static String exponents(List<ScalingCell> cells) {
        var fits = Fits.of(Verdicts.grid(cells));
        var table = new MarkdownTable(2, "time grows with", "at", "exponent");
        fits.overPartitions()
                .forEach((shards, fit) ->
                        table.row("partitions", text("%,d shards", shards), text("%.2f", fit.exponent())));
        fits.overShards()
                .forEach((partitions, fit) ->
                        table.row("shards", text("%,d partitions", partitions), text("%.2f", fit.exponent())));
        return text(
                        "Fitted by least squares of ln(time) over ln(size), from %,d partitions and %,d shards on:\n\n",
                        Fits.LEAST_PARTITIONS, Fits.LEAST_SHARDS)
                + table + "\n![Time over partitions](img/" + Plots.SCALING + ")\n";
    }

    private static String drift(List<DriftRun> runs) {
        var first = runs.getFirst();
        var table = new MarkdownTable(
                1,
                "run",
                "plans",
                "moves a day",
                "GiB a day",
                "max ÷ fair p50",
                "p99",
                "max",
                "untouched p50",
                "p99",
                "max",
                "returns within 1 h",
                "earliest return");
        runs.forEach(run -> table.row(
                run.name(),
                text("%,d", run.plans()),
                text("%.1f", (double) run.moves() / run.days()),
                text("%.2f", run.bytes() / MEBIBYTE / 1024 / run.days()),
                text("%.3f", run.p50()),
                text("%.3f", run.p99()),
                text("%.3f", run.max()),
                text("%.3f", run.untouchedP50()),
                text("%.3f", run.untouchedP99()),
                text("%.3f", run.untouchedMax()),
                text("%d", run.backWithinHour()),
                run.shortestReturnMinutes() < 0 ? "none" : text("%d min", run.shortestReturnMinutes())));
        return text(
                        "### %d days of drifting loads: %,d partitions, %d shards, a plan every 5 minutes\n\n",
                        first.days(), first.partitions(), first.shards())
                + "Loads follow the time of day, wander and burst, and are measured with an error of ±10 %; balance is that of"
                + " the exact loads. A partition that moved less than an hour ago is pinned. *Untouched* is the balance had"
                + " nothing moved since the start.\n\n" + table
                + "\n![Balance over time](img/" + Plots.DRIFT_BALANCE + ")\n\n![Moves by day](img/" + Plots.DRIFT_MOVES
                + ")\n";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
