package io.shardwright.planner.availability;

import io.shardwright.planner.ShardId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the routers and every shard's replicas run.
 *
 * @param routers any of them serves any key; none: no router stands before the shards
 * @param shards at least one, each with at least one replica; every replica that there is to be, also those that run
 *     nowhere, because a majority is counted among all
 */
public record Placement(List<Location> routers, SortedMap<ShardId, List<Location>> shards) {

    /** The most routers, and the most replicas of a shard. */
    public static final int MOST_MEMBERS = GroupShape.MOST_HOSTS - 1;

    /**
     * Checks what is stated.
     *
     * @throws IllegalArgumentException if there is no shard, a shard has no replica, a group has more than
     *     {@value #MOST_MEMBERS} members, or a host is in two zones
     */
    public Placement {
        routers = List.copyOf(routers);
        var copy = new TreeMap<ShardId, List<Location>>();
        shards.forEach((shard, replicas) -> copy.put(shard, List.copyOf(replicas)));
        shards = Collections.unmodifiableSortedMap(copy);
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("a placement without shards");
        }
        shards.forEach((shard, replicas) -> {
            if (replicas.isEmpty()) {
                throw new IllegalArgumentException("shard " + shard + " has no replicas");
            }
            checkSize("replicas of shard " + shard, replicas);
        });
        checkSize("routers", routers);
        checkZones(Stream.concat(Stream.of(routers), shards.values().stream())
                .flatMap(Collection::stream)
                .toList());
    }

    /** A placement of which nothing is known: everything counts as on a host of its own. */
    public static Placement assumed(int routers, int shards, int replicasPerShard) {
        var all = new TreeMap<ShardId, List<Location>>();
        IntStream.range(0, shards)
                .forEach(shard ->
                        all.put(new ShardId(shard), Collections.nCopies(replicasPerShard, Location.unknown())));
        return new Placement(Collections.nCopies(routers, Location.unknown()), all);
    }

    private static void checkSize(String what, List<Location> members) {
        if (members.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    members.size() + " " + what + " are more than the " + MOST_MEMBERS + " that are computed");
        }
    }

    private static void checkZones(List<Location> all) {
        var zones = new HashMap<String, Optional<String>>();
        for (var location : all) {
            location.host().ifPresent(host -> {
                var known = zones.putIfAbsent(host, location.zone());
                if (known != null && !known.equals(location.zone())) {
                    throw new IllegalArgumentException("host " + host + " is in zone " + known.orElse("(unknown)")
                            + " for one replica and in " + location.zone().orElse("(unknown)") + " for another");
                }
            });
        }
    }

    /** A shard's replicas; none if there is no such shard. */
    public List<Location> replicasOf(ShardId shard) {
        return shards.getOrDefault(shard, List.of());
    }

    /** Every place: the routers', then the shards' in ascending order. */
    Stream<Location> locations() {
        return Stream.concat(routers.stream(), shards.values().stream().flatMap(List::stream));
    }
}
