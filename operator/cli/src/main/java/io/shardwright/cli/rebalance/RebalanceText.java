package io.shardwright.cli.rebalance;

import io.shardwright.cli.output.Figures;
import io.shardwright.cli.output.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rebalances, for people and for machines. */
public final class RebalanceText {
    private static final int BAR = 30;
    private static final String RUNNING = "Running";

    private RebalanceText() {}

    /** A row for each. */
    public static String table(List<KnownRebalance> rebalances) {
        if (rebalances.isEmpty()) {
            return "no rebalances\n";
        }
        var table = new Table("NAME", "SHARDSET", "PHASE", ">MOVES", ">DONE", "BYTES", "LEFT", "HASH");
        rebalances.forEach(rebalance -> table.row(
                rebalance.name(),
                rebalance.shardSet(),
                rebalance.phase(),
                rebalance.movesDone() + "/" + rebalance.moves(),
                rebalance.percent() + " %",
                bytes(rebalance),
                rebalance.left().orElse("-"),
                rebalance.hash()));
        return table.toString();
    }

    private static String bytes(KnownRebalance rebalance) {
        return rebalance.bytesText().isEmpty() ? Figures.bytes(rebalance.bytes()) : rebalance.bytesText();
    }

    /** A line for each fact, and what is blocked. */
    public static String facts(KnownRebalance rebalance) {
        var text = new StringBuilder();
        line(text, "rebalance", rebalance.name());
        line(text, "shardset", rebalance.shardSet());
        line(text, "phase", rebalance.phase());
        line(text, "message", rebalance.message());
        line(text, "plan", rebalance.hash());
        rebalance.approvedPlan().ifPresent(hash -> line(text, "approved", hash));
        line(
                text,
                "moves",
                "%d of %d partitions, %d %% (minimum %d)"
                        .formatted(
                                rebalance.movesDone(),
                                rebalance.moves(),
                                rebalance.percent(),
                                rebalance.movesLowerBound()));
        line(text, "bytes", bytes(rebalance));
        line(text, "max/fair", rebalance.balanceBefore() + " -> " + rebalance.balanceAfter());
        rebalance.left().ifPresent(left -> line(text, "left", "about " + left));
        rebalance.reachedEpoch().ifPresent(epoch -> line(text, "epoch", epoch.toString()));
        if (!rebalance.blocked().isEmpty()) {
            var table = new Table(">FROM", ">TO", ">COUNT", "WAITS FOR");
            rebalance
                    .blocked()
                    .forEach(
                            blocked -> table.row(blocked.from(), blocked.to(), blocked.partitions(), blocked.reason()));
            text.append('\n').append(table);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-11s%s", name, value).stripTrailing())
                .append('\n');
    }

    /** Such as {@code store-r2  Running  32/64 moves, 50 %, 6.0/12.0 MiB, about 12 s left}. */
    public static String progress(KnownRebalance rebalance) {
        return "%s  %s  %s".formatted(rebalance.name(), rebalance.phase(), figures(rebalance));
    }

    /** Why nothing moves, or the first reason why something doesn't; empty where all that is to move does, or it is over. */
    public static Optional<String> waits(KnownRebalance rebalance) {
        if (rebalance.isOver()) {
            return Optional.empty();
        }
        return rebalance.phase().equals(RUNNING)
                ? rebalance.blocked().stream()
                        .findFirst()
                        .map(blocked ->
                                "waits, shard %d to %d: %s".formatted(blocked.from(), blocked.to(), blocked.reason()))
                : Optional.of(rebalance.message()).filter(message -> !message.isEmpty());
    }

    private static String figures(KnownRebalance rebalance) {
        String figures = "%d/%d moves, %d %%, %s"
                .formatted(rebalance.movesDone(), rebalance.moves(), rebalance.percent(), bytes(rebalance));
        return figures
                + rebalance.left().map(left -> ", about " + left + " left").orElse("");
    }

    /** Such as {@code store-r2  [###############---------------]  Running  32/64 moves, …}. */
    public static String bar(KnownRebalance rebalance) {
        int filled = Math.clamp((long) BAR * rebalance.percent() / 100, 0, BAR);
        return "%s  [%s%s]  %s  %s"
                .formatted(
                        rebalance.name(),
                        "#".repeat(filled),
                        "-".repeat(BAR - filled),
                        rebalance.phase(),
                        figures(rebalance));
    }

    /** All fields; the target only where it is asked for, since it may be large. */
    public static Map<String, Object> tree(KnownRebalance rebalance, boolean withTarget) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", rebalance.name());
        tree.put("shardSet", rebalance.shardSet());
        tree.put("phase", rebalance.phase());
        tree.put("message", rebalance.message());
        tree.put("plan", rebalance.hash());
        rebalance.approvedPlan().ifPresent(hash -> tree.put("approvedPlan", hash));
        tree.put("paused", rebalance.paused());
        tree.put("abort", rebalance.abort());
        tree.put("moves", rebalance.moves());
        tree.put("movesDone", rebalance.movesDone());
        tree.put("movesLowerBound", rebalance.movesLowerBound());
        tree.put("percent", rebalance.percent());
        tree.put("bytes", rebalance.bytes());
        rebalance.left().ifPresent(left -> tree.put("left", left));
        tree.put("maxOverFairBefore", rebalance.balanceBefore());
        tree.put("maxOverFairAfter", rebalance.balanceAfter());
        rebalance.reachedEpoch().ifPresent(epoch -> tree.put("reachedEpoch", epoch));
        tree.put(
                "blocked",
                rebalance.blocked().stream()
                        .map(blocked -> fields(
                                "from", blocked.from(),
                                "to", blocked.to(),
                                "partitions", blocked.partitions(),
                                "reason", blocked.reason()))
                        .toList());
        if (withTarget) {
            tree.put(
                    "target",
                    rebalance.target().stream()
                            .map(share -> fields("shard", share.shard(), "ranges", share.ranges()))
                            .toList());
        }
        return tree;
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        var tree = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return tree;
    }
}
