package io.shardwright.planner.availability;

import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The formula of every figure: A = A(routers and replicas, over shared hosts and zones) × (1 − share of take-overs).
 *
 * <p>How many replicas are needed is the same for reads and writes, so the first factor is computed once for both.
 */
final class Model {

    /** Looks at a group for all keys; some 10 ns each. */
    private static final long BUDGET = 2_000_000;

    private final ShardedSystem system;
    private final Topology topology;
    private final Uptime routersAlone;
    private final Map<ShardId, Bounds> eachKey = new LinkedHashMap<>();
    private final Map<ShardId, Group> representatives = new LinkedHashMap<>();
    private Optional<Bounds> allKeys = Optional.empty();

    Model(ShardedSystem system) {
        this.system = system;
        topology = new Topology(system);
        routersAlone = alone(topology.routers().stream().toList());
        findRepresentatives();
    }

    /** Of shards in the same form only the first is computed. */
    private void findRepresentatives() {
        var seen = new LinkedHashMap<List<List<Integer>>, ShardId>();
        int i = 0;
        for (var id : system.placement().shards().keySet()) {
            var shard = topology.shards().get(i++);
            if (seen.putIfAbsent(topology.form(shard), id) == null) {
                representatives.put(id, shard);
                eachKey.put(id, together(List.of(shard), Long.MAX_VALUE));
            }
        }
    }

    /** The system with one shard of each form only; what it gives for each key is the same. */
    ShardedSystem sample() {
        var shards = new TreeMap<ShardId, List<Location>>();
        representatives.keySet().forEach(id -> shards.put(id, system.placement().replicasOf(id)));
        return new ShardedSystem(
                new Placement(system.placement().routers(), shards), system.replication(), system.assumptions());
    }

    Figure figure(Operation operation, Scope scope) {
        var pause = system.replication().pause(operation, system.assumptions());
        return scope == Scope.EACH_KEY ? eachKey(operation, pause) : allKeys(operation, pause);
    }

    /** Each key, if a shard pauses for so long after its leader's failure. */
    Figure eachKey(Operation operation, Duration leaderless) {
        var takeOver = new TakeOver(topology, leaderless);
        Optional<Figure> worst = Optional.empty();
        for (var entry : representatives.entrySet()) {
            var shard = List.of(entry.getValue());
            double pause = takeOver.share(shard);
            var outage = eachKey.getOrDefault(entry.getKey(), Bounds.exactly(1)).and(Bounds.exactly(pause));
            if (worst.isEmpty() || outage.high() > worst.get().uptime().unavailability()) {
                worst = Optional.of(
                        figure(operation, Scope.EACH_KEY, outage, Optional.of(entry.getKey()), alone(shard), pause));
            }
        }
        return worst.orElseThrow();
    }

    private Figure allKeys(Operation operation, Duration leaderless) {
        if (allKeys.isEmpty()) {
            allKeys = Optional.of(together(topology.shards(), BUDGET));
        }
        double pause = new TakeOver(topology, leaderless).share(topology.shards());
        var outage = allKeys.get().and(Bounds.exactly(pause));
        return figure(operation, Scope.ALL_KEYS, outage, Optional.empty(), whileRoutersAreUp(allKeys.get()), pause);
    }

    /** U(shards down, router up) ÷ A(router), where U = U(router) + U(shards down, router up). */
    private Uptime whileRoutersAreUp(Bounds outage) {
        double routers = routersAlone.unavailability();
        return routers == 1 ? Uptime.ALWAYS : new Uptime(Math.max(0, outage.high() - routers) / (1 - routers));
    }

    private Figure figure(
            Operation operation, Scope scope, Bounds outage, Optional<ShardId> worst, Uptime replicas, double pause) {
        return new Figure(
                operation,
                scope,
                new Uptime(outage.high()),
                outage.high() - outage.low(),
                worst,
                routersAlone,
                replicas,
                pause);
    }

    private Bounds together(List<Group> shards, long budget) {
        var groups = new ArrayList<>(shards);
        topology.routers().ifPresent(groups::add);
        return new JointOutage(topology, groups, budget).unavailability();
    }

    private Uptime alone(List<Group> groups) {
        return new Uptime(
                new JointOutage(topology, groups, BUDGET).unavailability().high());
    }
}
