package io.shardwright.cli.output;

import io.shardwright.cli.preview.NoPlan;
import io.shardwright.cli.preview.Preview;
import io.shardwright.cli.preview.PreviewResult;
import io.shardwright.cli.preview.ShardLine;
import io.shardwright.planner.Balance;
import io.shardwright.planner.Weights;
import java.util.Locale;
import java.util.Optional;

/** A plan for people. */
public final class PlanReport {
    private static final int RANGES_SHOWN = 48;

    private final int transfersShown;

    /** @param transfersShown how many pairs of shards are listed at most */
    public PlanReport(int transfersShown) {
        this.transfersShown = transfersShown;
    }

    /** The report, several lines. */
    public String of(PreviewResult result) {
        return switch (result) {
            case NoPlan no -> "ShardSet " + no.situation().wanted().name() + ": no plan\n";
            case Preview preview -> report(preview);
        };
    }

    private String report(Preview preview) {
        var text = new StringBuilder();
        var spec = preview.situation().wanted().spec();
        text.append("ShardSet ")
                .append(preview.situation().wanted().name())
                .append(": ")
                .append(Figures.count(spec.shards(), "shard", "shards"))
                .append(" of ")
                .append(Figures.count(spec.replicasPerShard(), "replica", "replicas"))
                .append(", ")
                .append(spec.partitions())
                .append(" partitions, growth axis ")
                .append(spec.growthAxis())
                .append('\n');
        text.append("now: ").append(preview.situation().start().text()).append('\n');
        preview.situation()
                .notes()
                .forEach(note -> text.append("note: ").append(note).append('\n'));
        text.append('\n').append(shards(preview)).append('\n').append(totals(preview));
        return text.append(transfers(preview)).toString();
    }

    private static String shards(Preview preview) {
        boolean classes =
                preview.shards().stream().anyMatch(line -> line.nodeClass().isPresent());
        var table = classes
                ? new Table("SHARD", "CLASS", ">WEIGHT", "FROM", ">NOW", ">THEN", ">FAIR", ">IN", ">OUT")
                : new Table("SHARD", ">WEIGHT", "FROM", ">NOW", ">THEN", ">FAIR", ">IN", ">OUT");
        for (var line : preview.shards()) {
            String weight =
                    line.weight().map(w -> Long.toString(w.weight().weight())).orElse("-");
            String source = source(line);
            String fair = Figures.ratio(line.fair());
            if (classes) {
                String name = line.nodeClass().orElse("-");
                table.row(line.shard(), name, weight, source, line.now(), line.then(), fair, line.in(), line.out());
            } else {
                table.row(line.shard(), weight, source, line.now(), line.then(), fair, line.in(), line.out());
            }
        }
        return table.toString();
    }

    /** Where a shard's weight came from, in a word. */
    static String source(ShardLine line) {
        return line.weight()
                .map(Weights.Sourced::source)
                .map(source -> source.name().toLowerCase(Locale.ROOT))
                .orElse("removed");
    }

    private static String totals(Preview preview) {
        var plan = preview.plan();
        var table = new StringBuilder();
        line(table, "moves", plan.moveCount() + " (minimum " + plan.movesLowerBound() + ")");
        if (plan.placements() > 0) {
            line(
                    table,
                    "placed",
                    Figures.count(plan.placements(), "partition gets its", "partitions get their")
                            + " first owner, which moves no data");
        }
        line(table, "bytes", preview.bytesMoved().map(Figures::bytes).orElse("not measured; --loads FILE gives them"));
        line(table, "max/fair", balance(plan.before()) + " -> " + balance(plan.after()));
        return table.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-10s%s%n", name, value));
    }

    private static String balance(Balance balance) {
        String max = balance.fullest()
                .map(shard -> Figures.ratio(balance.maxOverFair()) + " (shard " + shard + ")")
                .orElse("none");
        String stranded = balance.stranded() > 0 ? ", " + balance.stranded() + " on drained or removed shards" : "";
        return max + stranded;
    }

    private String transfers(Preview preview) {
        if (preview.transfers().isEmpty()) {
            return "";
        }
        boolean bytes = preview.bytesMoved().isPresent();
        var table = bytes
                ? new Table(">ORDER", ">FROM", ">TO", ">COUNT", ">BYTES", "PARTITIONS")
                : new Table(">ORDER", ">FROM", ">TO", ">COUNT", "PARTITIONS");
        int order = 0;
        for (var transfer : preview.transfers()) {
            if (++order > transfersShown) {
                break;
            }
            String ranges = Figures.shortened(transfer.partitions().toString(), RANGES_SHOWN);
            int size = transfer.partitions().size();
            if (bytes) {
                table.row(
                        order,
                        transfer.from(),
                        transfer.to(),
                        size,
                        Figures.bytes(transfer.bytes().orElse(0L)),
                        ranges);
            } else {
                table.row(order, transfer.from(), transfer.to(), size, ranges);
            }
        }
        int more = preview.transfers().size() - transfersShown;
        return "\n" + table
                + (more > 0
                        ? "... and " + Figures.count(more, "pair", "pairs") + " of shards more: --all shows them\n"
                        : "");
    }

    /** What a report says of a refused plan, if it is one. */
    public static Optional<String> refusal(PreviewResult result) {
        return result instanceof NoPlan no ? Optional.of(no.message()) : Optional.empty();
    }
}
