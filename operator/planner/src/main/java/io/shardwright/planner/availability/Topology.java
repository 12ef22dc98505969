package io.shardwright.planner.availability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system's groups over numbered hosts and zones.
 *
 * <p>A host that isn't known gets a number of its own. The places whose zone isn't known share one zone, because a cluster
 * without zone labels usually is in one.
 */
final class Topology {

    private final Assumptions assumptions;
    private final Map<String, Integer> hostNumbers = new HashMap<>();
    private final Map<Optional<String>, Integer> zoneNumbers = new HashMap<>();
    private final List<Integer> zoneOfHost = new ArrayList<>();
    private final Map<List<Integer>, GroupShape> shapes = new HashMap<>();
    private final Optional<Group> routers;
    private final Map<Integer, Integer> routersOnHost = new HashMap<>();
    private final List<Group> shards = new ArrayList<>();

    Topology(ShardedSystem system) {
        assumptions = system.assumptions();
        var placement = system.placement();
        routers = placement.routers().isEmpty() ? Optional.empty() : Optional.of(group(placement.routers(), 1));
        routers.ifPresent(group -> {
            for (int i = 0; i < group.hosts().length; i++) {
                routersOnHost.put(group.hosts()[i], group.members()[i]);
            }
        });
        for (var replicas : placement.shards().values()) {
            shards.add(group(replicas, system.replication().needed(replicas.size())));
        }
    }

    private Group group(List<Location> members, int needed) {
        var perHost = new LinkedHashMap<Integer, Integer>();
        for (var member : members) {
            if (member.placed()) {
                perHost.merge(hostNumber(member), 1, Integer::sum);
            }
        }
        // Crowded hosts first, so that groups of the same form have the same shape.
        var byMembers = perHost.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        int[] hosts = byMembers.stream().mapToInt(Map.Entry::getKey).toArray();
        int[] counts = byMembers.stream().mapToInt(Map.Entry::getValue).toArray();
        return new Group(members.size(), needed, hosts, counts);
    }

    private int hostNumber(Location location) {
        return location.host()
                .map(name -> hostNumbers.computeIfAbsent(name, unused -> newHost(location)))
                .orElseGet(() -> newHost(location));
    }

    private int newHost(Location location) {
        zoneOfHost.add(zoneNumbers.computeIfAbsent(location.zone(), unused -> zoneNumbers.size()));
        return zoneOfHost.size() - 1;
    }

    /** The table of a group's form; groups of the same form share it. */
    GroupShape shape(Group group) {
        var key = new ArrayList<Integer>();
        key.add(group.needed());
        Arrays.stream(group.members()).forEach(key::add);
        return shapes.computeIfAbsent(key, unused -> new GroupShape(group, assumptions));
    }

    Assumptions assumptions() {
        return assumptions;
    }

    Optional<Group> routers() {
        return routers;
    }

    /** By ascending shard. */
    List<Group> shards() {
        return shards;
    }

    /**
     * What two shards have in common if they are equally available: members needed, and for each host the members on it, its
     * zone, and how many routers it has. Hosts have no names here, because all fail alike; zones that don't fail neither.
     */
    List<List<Integer>> form(Group shard) {
        var form = new ArrayList<List<Integer>>();
        boolean zonesMatter = assumptions.zone().unavailability() > 0;
        for (int i = 0; i < shard.hosts().length; i++) {
            int host = shard.hosts()[i];
            form.add(List.of(shard.members()[i], zonesMatter ? zone(host) : 0, routersOnHost.getOrDefault(host, 0)));
        }
        form.sort(Comparator.comparing((List<Integer> host) -> host.get(0))
                .thenComparing(host -> host.get(1))
                .thenComparing(host -> host.get(2)));
        form.add(List.of(shard.needed(), shard.size()));
        return form;
    }

    int zone(int host) {
        return zoneOfHost.get(host);
    }
}
