package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Availability by going through every combination of parts that are up and down. Knows nothing of how the model computes.
 */
final class AllStates {

    private final Assumptions assumptions;
    private final Replication replication;
    private final List<Double> down = new ArrayList<>();
    private final Map<String, Integer> parts = new HashMap<>();
    private final List<List<List<Integer>>> groups = new ArrayList<>();
    private final List<Integer> needed = new ArrayList<>();
    private final boolean hasRouters;

    AllStates(ShardedSystem system) {
        assumptions = system.assumptions();
        replication = system.replication();
        hasRouters = !system.placement().routers().isEmpty();
        if (hasRouters) {
            add(system.placement().routers(), 1);
        }
        for (var replicas : system.placement().shards().values()) {
            add(replicas, replication == Replication.QUORUM ? replicas.size() / 2 + 1 : 1);
        }
    }

    int parts() {
        return down.size();
    }

    private void add(List<Location> members, int k) {
        var group = new ArrayList<List<Integer>>();
        for (var member : members) {
            if (member.placed()) {
                var needs = new ArrayList<Integer>();
                part("process " + down.size(), assumptions.process()).ifPresent(needs::add);
                part(
                                "host "
                                        + member.host()
                                                .orElse("of " + down.size() + "/" + groups.size() + "/" + group.size()),
                                assumptions.host())
                        .ifPresent(needs::add);
                part("zone " + member.zone().orElse(""), assumptions.zone()).ifPresent(needs::add);
                group.add(needs);
            }
        }
        groups.add(group);
        needed.add(k);
    }

    private Optional<Integer> part(String name, Uptime uptime) {
        if (uptime.unavailability() == 0) {
            return Optional.empty();
        }
        return Optional.of(parts.computeIfAbsent(name, unused -> {
            down.add(uptime.unavailability());
            return down.size() - 1;
        }));
    }

    /** Without take-over. Index 0 to n − 1: each key of the shard; n: all keys. */
    double[] unavailability() {
        int first = hasRouters ? 1 : 0;
        int shards = groups.size() - first;
        double[] sums = new double[shards + 1];
        for (long state = 0; state < 1L << down.size(); state++) {
            double probability = 1;
            for (int part = 0; part < down.size(); part++) {
                probability *= isDown(state, part) ? down.get(part) : 1 - down.get(part);
            }
            boolean routers = !hasRouters || up(state, 0);
            boolean all = routers;
            for (int shard = 0; shard < shards; shard++) {
                boolean up = routers && up(state, first + shard);
                sums[shard] += up ? 0 : probability;
                all &= up;
            }
            sums[shards] += all ? 0 : probability;
        }
        return sums;
    }

    private static boolean isDown(long state, int part) {
        return (state >> part & 1) == 1;
    }

    private boolean up(long state, int group) {
        long up = groups.get(group).stream()
                .filter(needs -> needs.stream().noneMatch(part -> isDown(state, part)))
                .count();
        return up >= needed.get(group);
    }

    /**
     * The share of time with a shard between leaders: each part's failures, by the most leaders that can depend on it.
     *
     * @param shards indexes of shards
     * @param pause in mean times to repair
     */
    double takeOver(List<Integer> shards, double pause) {
        double without = 1;
        for (int part = 0; part < down.size(); part++) {
            double leaders = 0;
            for (int shard : shards) {
                int group = shard + (hasRouters ? 1 : 0);
                int dependent = part;
                long on = groups.get(group).stream()
                        .filter(needs -> needs.contains(dependent))
                        .count();
                int placed = groups.get(group).size();
                leaders += placed - on >= needed.get(group) ? (double) on / placed : 0;
            }
            without *= 1 - Math.min(1, Math.min(1, leaders) * down.get(part) * pause);
        }
        return 1 - without;
    }
}
