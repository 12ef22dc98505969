package io.shardwright.router.haproxy;

import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.router.view.Endpoint;
import io.shardwright.router.view.RouterView;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What HAProxy should do, derived from what is known.
 *
 * @param entries content of the map
 * @param servers by {@link ServerSpec#name}, ordered
 * @param owners the shards that own at least one partition
 * @param shards one more than the highest shard in sight
 */
record Target(OwnerEntries entries, SortedMap<String, ServerSpec> servers, SortedSet<Integer> owners, int shards) {

    /**
     * Derives the target.
     *
     * @param before the target of an earlier view, or null; what depends on an unchanged map is taken from it
     */
    static Target of(RouterView view, int partitions, @Nullable Target before) {
        var servers = new TreeMap<String, ServerSpec>();
        view.endpoints()
                .forEach((shard, endpoints) -> serversOf(
                                shard, endpoints, view.leaders().get(shard))
                        .forEach(server -> servers.put(server.name(), server)));
        OwnershipMap map = view.map();
        if (before != null && before.entries().mapEpoch() == view.epoch()) {
            return new Target(before.entries(), servers, before.owners(), shards(view, before.owners()));
        }
        var owners = new TreeSet<Integer>();
        if (map == null) {
            return new Target(OwnerEntries.ofNobody(partitions), servers, owners, shards(view, owners));
        }
        var table = OwnershipTable.of(map);
        for (int p = 0; p < partitions; p++) {
            if (table.owner(p) != OwnershipTable.NOBODY) {
                owners.add(table.owner(p));
            }
        }
        return new Target(OwnerEntries.of(table), servers, owners, shards(view, owners));
    }

    /** Whether a map is known; before that HAProxy keeps what it has. */
    boolean knowsOwners() {
        return entries.mapEpoch() > 0;
    }

    /** Whether any pod is known; before that HAProxy keeps what it has. */
    boolean knowsServers() {
        return !servers.isEmpty();
    }

    private static int shards(RouterView view, SortedSet<Integer> owners) {
        int listed = view.endpoints().isEmpty() ? 0 : view.endpoints().lastKey() + 1;
        return Math.max(listed, owners.isEmpty() ? 0 : owners.last() + 1);
    }

    /**
     * The leader takes the requests; the others stand by, and forward what reaches them. Pods that are going away take
     * nothing new, unless no other is left.
     */
    static List<ServerSpec> serversOf(int shard, List<Endpoint> endpoints, @Nullable String leader) {
        boolean anyStays = endpoints.stream().anyMatch(endpoint -> !endpoint.terminating());
        boolean leaderStays = endpoints.stream()
                .anyMatch(endpoint -> endpoint.pod().equals(leader) && !(endpoint.terminating() && anyStays));
        return endpoints.stream()
                .map(endpoint -> {
                    boolean leaves = endpoint.terminating() && anyStays;
                    boolean standsBy = leaderStays && !endpoint.pod().equals(leader);
                    int weight = leaves
                            ? ServerSpec.LEAVING_WEIGHT
                            : standsBy ? ServerSpec.FOLLOWER_WEIGHT : ServerSpec.LEADER_WEIGHT;
                    return ServerSpec.of(shard, endpoint, weight);
                })
                .toList();
    }
}
