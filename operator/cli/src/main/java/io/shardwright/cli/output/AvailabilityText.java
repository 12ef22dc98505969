package io.shardwright.cli.output;

import io.shardwright.cli.availability.AvailabilityReport;
import io.shardwright.planner.availability.Edit;
import io.shardwright.planner.availability.Figure;
import io.shardwright.planner.availability.Operation;
import io.shardwright.planner.availability.Period;
import io.shardwright.planner.availability.Scope;
import io.shardwright.planner.availability.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A computed availability, for people and for machines. */
public final class AvailabilityText {
    private AvailabilityText() {}

    /** The figures, the verdict, and what they were computed from. */
    public static String table(AvailabilityReport report) {
        var table = new Table("KEYS", "OPERATION", ">AVAILABILITY", ">A YEAR", ">A MONTH", ">A WEEK", ">A DAY");
        for (var scope : Scope.values()) {
            for (var operation : Operation.values()) {
                var figure = report.availability().figure(operation, scope);
                table.row(
                        scope,
                        operation,
                        figure.uptime(),
                        figure.uptime().downTime(Period.YEAR),
                        figure.uptime().downTime(Period.MONTH),
                        figure.uptime().downTime(Period.WEEK),
                        figure.uptime().downTime(Period.DAY));
            }
        }
        var text =
                new StringBuilder("ShardSet " + report.shardSet() + ", " + report.placement() + "\n\n" + table + "\n");
        report.verdict()
                .ifPresent(verdict -> text.append("target: ").append(verdict).append("\n\n"));
        report.availability().explain().forEach(line -> text.append(line).append('\n'));
        return text.toString().replace('×', 'x'); // Terminals of all kinds show plain characters.
    }

    /** The same as fields. Unavailability is the share of time, without rounding. */
    public static Map<String, Object> tree(AvailabilityReport report) {
        var tree = PlanTree.fields("name", report.shardSet(), "placement", report.placement());
        tree.put(
                "figures",
                report.availability().figures().stream()
                        .map(AvailabilityText::figure)
                        .toList());
        report.verdict().ifPresent(verdict -> tree.put("target", verdict(verdict)));
        tree.put("explanation", report.availability().explain());
        return tree;
    }

    private static Map<String, Object> figure(Figure figure) {
        var tree = PlanTree.fields(
                "keys", figure.scope().toString(),
                "operation", figure.operation().toString(),
                "percent", figure.uptime().percent(2),
                "unavailability", figure.uptime().unavailability(),
                "error", figure.error(),
                "takeOver", figure.takeOver());
        figure.worst().ifPresent(shard -> tree.put("worstShard", shard.ordinal()));
        var down = new LinkedHashMap<String, Object>();
        for (var period : Period.values()) {
            down.put(
                    period.toString().toLowerCase(Locale.ROOT),
                    figure.uptime().downTime(period).seconds());
        }
        tree.put("downSeconds", down);
        return tree;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Met met -> PlanTree.fields("percent", met.target().percent(), "met", true, "why", met.why());
            case Verdict.Improvable improvable -> {
                var tree = PlanTree.fields(
                        "percent", improvable.target().percent(), "met", false, "why", improvable.why());
                tree.put("edits", edits(improvable.edits()));
                tree.put("addedPods", improvable.addedPods());
                tree.put("gives", improvable.gives().uptime().percent(2));
                yield tree;
            }
            case Verdict.Unreachable unreachable -> {
                var tree = PlanTree.fields(
                        "percent", unreachable.target().percent(), "met", false, "why", unreachable.why());
                tree.put("edits", edits(unreachable.edits()));
                tree.put("gives", unreachable.best().uptime().percent(2));
                yield tree;
            }
        };
    }

    private static List<String> edits(List<Edit> edits) {
        return edits.stream().map(Edit::text).toList();
    }
}
