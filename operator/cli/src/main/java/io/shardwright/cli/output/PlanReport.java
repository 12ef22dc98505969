package io.shardwright.cli.output;

import io.shardwright.cli.preview.NoPlan;
import io.shardwright.cli.preview.Preview;
import io.shardwright.cli.preview.PreviewResult;
import io.shardwright.cli.preview.ShardLine;
import io.shardwright.cli.preview.Totals;
import io.shardwright.planner.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
        boolean loads = preview.loads().isPresent();
        boolean classes =
                preview.shards().stream().anyMatch(line -> line.nodeClass().isPresent());
        var header = new ArrayList<String>(List.of("SHARD"));
        if (classes) {
            header.add("CLASS");
        }
        header.addAll(List.of(">WEIGHT", "FROM", ">NOW", ">THEN"));
        header.addAll(loads ? List.of(">LOAD NOW", ">LOAD THEN", ">FAIR LOAD") : List.of(">FAIR"));
        header.addAll(List.of(">IN", ">OUT"));
        var table = new Table(header.toArray(String[]::new));
        for (var line : preview.shards()) {
            var row = new ArrayList<Object>(List.of(line.shard()));
            if (classes) {
                row.add(line.nodeClass().orElse("-"));
            }
            row.add(line.weight()
                    .map(weight -> Long.toString(weight.weight().weight()))
                    .orElse("-"));
            row.addAll(List.of(source(line), line.now(), line.then()));
            row.addAll(loads ? load(line) : List.of(Figures.ratio(line.fair())));
            row.addAll(List.of(line.in(), line.out()));
            table.row(row.toArray());
        }
        return table + reasons(preview);
    }

    /** What the weights are made of that nobody stated, once for each class. */
    private static String reasons(Preview preview) {
        return preview.shards().stream()
                .flatMap(line -> line.weight().stream())
                .filter(weight ->
                        weight.source() == Weights.Source.RESOURCES || weight.source() == Weights.Source.NODES)
                .map(weight -> "weight " + weight.weight().weight() + ": "
                        + weight.why().replace('×', 'x') + "\n")
                .distinct()
                .collect(Collectors.joining());
    }

    private static List<Object> load(ShardLine line) {
        return line.load()
                .map(load -> List.<Object>of(load.loadBefore(), load.loadAfter(), Figures.ratio(load.fairShare())))
                .orElse(List.of("-", "-", "-"));
    }

    /** Where a shard's weight came from, in a word. */
    static String source(ShardLine line) {
        return line.weight()
                .map(Weights.Sourced::source)
                .map(source -> source.name().toLowerCase(Locale.ROOT))
                .orElse("removed");
    }

    private static String totals(Preview preview) {
        var totals = preview.totals();
        var text = new StringBuilder();
        line(text, "moves", totals.moves() + " (minimum " + totals.movesLowerBound() + ")");
        if (totals.firstOwners() > 0) {
            String placed = Figures.count(totals.firstOwners(), "partition gets its", "partitions get their");
            line(text, "placed", placed + " first owner, which moves no data");
        }
        line(text, "bytes", bytes(totals));
        line(text, "max/fair", evenness(totals.before()) + " -> " + evenness(totals.after()));
        preview.remarks().forEach(remark -> line(text, "note", remark.text().replace('×', 'x')));
        return text.toString();
    }

    private static String bytes(Totals totals) {
        String least = totals.bytesLowerBound()
                .map(bound -> " (minimum " + Figures.bytes(bound) + ")")
                .orElse("");
        return totals.bytes()
                .map(bytes -> Figures.bytes(bytes) + least)
                .orElse("not measured; --loads FILE gives them");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-10s%s%n", name, value));
    }

    private static String evenness(Totals.Evenness evenness) {
        String max = evenness.fullest()
                .map(shard -> Figures.ratio(evenness.maxOverFair()) + " (shard " + shard + ")")
                .orElse("none");
        String stranded = evenness.stranded() > 0 ? ", " + evenness.stranded() + " on drained or removed shards" : "";
        return max + stranded;
    }

    private String transfers(Preview preview) {
        if (preview.transfers().isEmpty()) {
            return "";
        }
        boolean bytes = preview.totals().bytes().isPresent();
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
