package io.shardwright.planner.availability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The sentences in which a result explains itself. */
final class Explanation {

    /** Errors below this are those of floating point. */
    private static final double SHOWN_ERROR = 1e-12;

    private Explanation() {}

    static List<String> of(Availability availability) {
        var system = availability.system();
        var lines = new ArrayList<String>();
        availability.figures().forEach(figure -> lines.add(of(figure, system)));
        lines.add("a model, not a measurement; it assumes that hosts, processes and zones fail independently:");
        system.assumptions().explain().forEach(line -> lines.add("  " + line));
        lines.addAll(unknowns(system));
        return List.copyOf(lines);
    }

    private static String of(Figure figure, ShardedSystem system) {
        var text = new StringBuilder(figure.toString()).append(" = ");
        var routers = system.placement().routers();
        if (!routers.isEmpty()) {
            text.append("router any of ")
                    .append(members(routers))
                    .append(" (")
                    .append(figure.routers())
                    .append(") × ");
        }
        text.append(shards(figure, system))
                .append(" (")
                .append(figure.replicas())
                .append(')');
        if (figure.takeOver() > 0) {
            text.append("; take-over of a failed leader costs ").append(percent(figure.takeOver()));
        }
        if (figure.error() > SHOWN_ERROR) {
            text.append("; a lower bound, at most ")
                    .append(percent(figure.error()))
                    .append(" too low");
        }
        return text.toString();
    }

    private static String shards(Figure figure, ShardedSystem system) {
        return figure.worst()
                .map(shard -> {
                    var replicas = system.placement().replicasOf(shard);
                    return "shard " + shard + ": " + system.replication().needed(replicas.size()) + " of "
                            + members(replicas) + ", " + system.replication();
                })
                .orElseGet(() -> "all " + system.placement().shards().size() + " shards together");
    }

    /** Such as {@code 3 on 2 hosts}. */
    private static String members(List<Location> members) {
        var named = new HashSet<String>();
        int unnamed = 0;
        int nowhere = 0;
        for (var member : members) {
            member.host().ifPresent(named::add);
            nowhere += member.placed() ? 0 : 1;
            unnamed += member.placed() && member.host().isEmpty() ? 1 : 0;
        }
        int hosts = named.size() + unnamed;
        return members.size() + " on " + hosts + (hosts == 1 ? " host" : " hosts")
                + (nowhere == 0 ? "" : " and " + nowhere + " nowhere");
    }

    private static List<String> unknowns(ShardedSystem system) {
        var lines = new ArrayList<String>();
        long hosts = system.placement()
                .locations()
                .filter(l -> l.placed() && l.host().isEmpty())
                .count();
        long zones = system.placement()
                .locations()
                .filter(l -> l.placed() && l.zone().isEmpty())
                .count();
        if (hosts > 0) {
            lines.add("  the host of " + hosts + " replicas and routers isn't known: each counts as on its own");
        }
        if (zones > 0 && system.assumptions().zone().unavailability() > 0) {
            lines.add("  the zone of " + zones + " replicas and routers isn't known: they count as in one zone");
        }
        return lines;
    }

    /** A share of time as a percentage of three digits at most, such as {@code 0.0125 %}. */
    static String percent(double share) {
        var value = BigDecimal.valueOf(share).scaleByPowerOfTen(2).round(new MathContext(3));
        return (value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString()) + " %";
    }
}
