package io.shardwright.router.view;

import io.shardwright.contract.OwnershipMap;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one ShardSet at one moment. Immutable.
 *
 * @param map who owns which partition, or null before it is known
 * @param endpoints the pods of each shard, ordered by name
 * @param leaders the pod that leads each shard; shards without a known leader are left out
 */
public record RouterView(
        @Nullable OwnershipMap map, SortedMap<Integer, List<Endpoint>> endpoints, SortedMap<Integer, String> leaders) {
    /** Nothing is known. */
    public static final RouterView EMPTY = new RouterView(null, new TreeMap<>(), new TreeMap<>());

    /** Copies the collections. */
    public RouterView {
        var copy = new TreeMap<Integer, List<Endpoint>>();
        endpoints.forEach((shard, pods) -> copy.put(
                shard,
                pods.stream()
                        .sorted(java.util.Comparator.comparing(Endpoint::pod))
                        .toList()));
        endpoints = Collections.unmodifiableSortedMap(copy);
        leaders = Collections.unmodifiableSortedMap(new TreeMap<>(leaders));
    }

    /** Epoch of the map, 0 where there is none. */
    public long epoch() {
        return map == null ? 0 : map.epoch();
    }

    /** The pods of a shard, none where the shard is unknown. */
    public List<Endpoint> endpointsOf(int shard) {
        return endpoints.getOrDefault(shard, List.of());
    }

    /** The same with another map. */
    public RouterView withMap(OwnershipMap newer) {
        return new RouterView(newer, endpoints, leaders);
    }

    /** The same with other pods. */
    public RouterView withEndpoints(SortedMap<Integer, List<Endpoint>> listed) {
        return new RouterView(map, listed, leaders);
    }

    /** The same with another leader of one shard, or none. */
    public RouterView withLeader(int shard, @Nullable String pod) {
        var changed = new TreeMap<>(leaders);
        if (pod == null) {
            changed.remove(shard);
        } else {
            changed.put(shard, pod);
        }
        return new RouterView(map, endpoints, changed);
    }
}
