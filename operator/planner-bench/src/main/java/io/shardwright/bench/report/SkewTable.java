package io.shardwright.bench.report;

import io.shardwright.bench.results.SkewRow;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * All skewed workloads in one table, a line each.
 *
 * <p>Of WAGED's set-ups the best is shown: among those that are balanced the one with the fewest bytes, else the most even.
 */
final class SkewTable {

    private SkewTable() {}

    static String of(List<SkewRow> rows) {
        var table = new MarkdownTable(
                2,
                "workload",
                "bytes",
                "best possible",
                "before",
                "ours: max ÷ fair",
                "rest",
                "bytes ÷ bound",
                "ms",
                "WAGED: max ÷ fair",
                "rest",
                "bytes ÷ bound",
                "ms",
                "rendezvous: max ÷ fair",
                "rest",
                "bytes ÷ bound",
                "ms");
        var workloads = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> text("%d shards, Zipf %.1f|%s", row.shards(), row.exponent(), row.sizes()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        workloads.forEach((workload, planners) -> {
            var ours = planners.stream().filter(SkewRow::ours).findFirst().orElseThrow();
            table.row(
                    workload.split("\\|")[0],
                    ours.sizes(),
                    text("%.3f", ours.reach()),
                    text("%.3f", ours.beforeOverFair()),
                    balance(ours),
                    rest(ours),
                    bytes(ours),
                    millis(ours),
                    balance(bestOfWaged(planners)),
                    rest(bestOfWaged(planners)),
                    bytes(bestOfWaged(planners)),
                    millis(bestOfWaged(planners)),
                    balance(planners.getLast()),
                    rest(planners.getLast()),
                    bytes(planners.getLast()),
                    millis(planners.getLast()));
        });
        return text(
                        "### Skewed loads: %,d partitions on equal shards\n\n",
                        rows.getFirst().partitions())
                + "Loads by Zipf's law, dealt out at random over an ownership with as many partitions on every shard."
                + " *Best possible* is the largest partition ÷ fair share, at least 1. *Rest* is the largest load ÷ fair share, or ÷"
                + " the shard's own largest partition where that is more; **bold** is above 1.05. The bound is the fewest bytes that have to leave the shards above the goal. WAGED is the best of "
                + waged(rows)
                + " set-ups. Rendezvous hashing starts from nothing: its bytes are what a change to it would"
                + " move.\n\n" + table;
    }

    private static SkewRow bestOfWaged(List<SkewRow> planners) {
        return planners.stream()
                .filter(SkewTable::isWaged)
                .min(Comparator.comparing((SkewRow row) -> !row.balanced())
                        .thenComparing(row -> row.balanced() ? row.bytesMoved() : 0)
                        .thenComparing(row -> row.maxOverOwn() == null ? Double.MAX_VALUE : row.maxOverOwn()))
                .orElseThrow();
    }

    private static long waged(List<SkewRow> rows) {
        return rows.stream()
                .filter(SkewTable::isWaged)
                .map(SkewRow::planner)
                .distinct()
                .count();
    }

    private static boolean isWaged(SkewRow row) {
        return row.planner().startsWith("WAGED");
    }

    private static String balance(SkewRow row) {
        return row.maxOverFair() == null ? "**no plan**" : text("%.3f", row.maxOverFair());
    }

    private static String rest(SkewRow row) {
        if (row.maxOverOwn() == null) {
            return "–";
        }
        return row.balanced() ? text("%.3f", row.maxOverOwn()) : text("**%.3f**", row.maxOverOwn());
    }

    private static String bytes(SkewRow row) {
        return row.maxOverFair() == null ? "–" : text("%.2f", row.overBound());
    }

    private static String millis(SkewRow row) {
        return row.millis() >= 10 ? text("%,.0f", row.millis()) : text("%.2f", row.millis());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
