package io.shardwright.cli.picture;

import io.shardwright.cli.preview.Preview;
import java.util.List;
import java.util.Locale;

/** The figures of a plan as tables of a page. */
final class PlanTables {
    private static final int MOST_TRANSFERS = 200;

    private PlanTables() {}

    static String html(Preview preview) {
        var page = new Xml();
        page.element(
                "p",
                "",
                "Now: " + preview.situation().start().text() + ". "
                        + preview.plan().summary() + ".");
        page.raw("<table>").raw(row("th", List.of("shard", "class", "weight", "now", "then", "fair", "in", "out")));
        for (var line : preview.shards()) {
            page.raw(row(
                    "td",
                    List.of(
                            line.shard().toString(),
                            line.nodeClass().orElse("-"),
                            line.weight()
                                    .map(weight -> Long.toString(weight.weight().weight()))
                                    .orElse("-"),
                            Integer.toString(line.now()),
                            Integer.toString(line.then()),
                            String.format(Locale.ROOT, "%.2f", line.fair()),
                            Integer.toString(line.in()),
                            Integer.toString(line.out()))));
        }
        page.raw("</table>");
        if (!preview.transfers().isEmpty()) {
            page.raw("<table>").raw(row("th", List.of("from", "to", "partitions", "which")));
            preview.transfers().stream()
                    .limit(MOST_TRANSFERS)
                    .forEach(transfer -> page.raw(row(
                            "td",
                            List.of(
                                    transfer.from().toString(),
                                    transfer.to().toString(),
                                    Integer.toString(transfer.partitions().size()),
                                    transfer.partitions().toString()))));
            page.raw("</table>");
            int more = preview.transfers().size() - MOST_TRANSFERS;
            if (more > 0) {
                page.element("p", "", "... and " + more + " pairs of shards more");
            }
        }
        return page.toString();
    }

    private static String row(String tag, List<String> cells) {
        var row = new StringBuilder("<tr>");
        for (String cell : cells) {
            row.append('<')
                    .append(tag)
                    .append('>')
                    .append(Xml.escaped(cell))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        return row.append("</tr>").toString();
    }
}
