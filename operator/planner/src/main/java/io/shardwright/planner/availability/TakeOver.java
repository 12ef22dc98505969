package io.shardwright.planner.availability;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The share of time that goes to changes of leaders.
 *
 * <p>A part that is down for the share u of the time, and is back after R on average, fails u ÷ R times per unit of time
 * (renewal theory: one failure in R ÷ u). If a leader depends on it, its shard pauses for d. Each of a shard's n replicas
 * leads for 1 ÷ n of the time, so m of them on one part lose the leader in m ÷ n of its failures. A part without which too
 * few replicas are left counts as an outage already and costs no pause.
 *
 * <p>Of several shards that depend on one part, at least one loses its leader in at most min(1, Σ m ÷ n) of the part's
 * failures, and those that do pause at the same time: shards that share hosts share pauses.
 *
 * <p>Pauses of different parts count as independent: 1 − Π (1 − share of the part).
 */
final class TakeOver {

    private final Topology topology;
    private final double pausesPerRepair;

    /** @param pause how long a shard has no leader once it has lost one */
    TakeOver(Topology topology, Duration pause) {
        this.topology = topology;
        pausesPerRepair = seconds(pause) / seconds(topology.assumptions().meanTimeToRepair());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The share of time in which at least one of the shards is between leaders, 0 to 1. */
    double share(List<Group> shards) {
        var hosts = new HashMap<Integer, Double>();
        var zones = new HashMap<Integer, Double>();
        double processes = 0;
        var assumed = topology.assumptions();
        for (var shard : shards) {
            var inZone = new HashMap<Integer, Integer>();
            for (int i = 0; i < shard.hosts().length; i++) {
                inZone.merge(topology.zone(shard.hosts()[i]), shard.members()[i], Integer::sum);
                addLeaders(hosts, shard, shard.hosts()[i], shard.members()[i]);
            }
            inZone.forEach((zone, members) -> addLeaders(zones, shard, zone, members));
            if (shard.placed() - 1 >= shard.needed()) {
                processes += shard.placed() * Math.log1p(-cost(1.0 / shard.placed(), assumed.process()));
            }
        }
        double log = processes + costs(hosts, assumed.host()) + costs(zones, assumed.zone());
        return 0.0 - Math.expm1(log);
    }

    private static void addLeaders(Map<Integer, Double> parts, Group shard, int part, int members) {
        if (shard.placed() - members >= shard.needed()) {
            parts.merge(part, (double) members / shard.placed(), Double::sum);
        }
    }

    private double costs(Map<Integer, Double> parts, Uptime part) {
        double[] leaders = parts.values().stream().mapToDouble(l -> l).sorted().toArray();
        return Arrays.stream(leaders).map(l -> Math.log1p(-cost(l, part))).sum();
    }

    private double cost(double leaders, Uptime part) {
        return Math.min(1, Math.min(1, leaders) * part.unavailability() * pausesPerRepair);
    }
}
