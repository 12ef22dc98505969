package io.shardwright.controller.observe;

import io.shardwright.contract.ShardStatus;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ShardId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decisions about a ShardSet are made from.
 *
 * @param shardSet as the API server has it
 * @param map empty if there is none
 * @param shards those that exist in the cluster, wanted or not
 * @param inheritance under which identity it goes, and volumes of shards that don't exist
 * @param routersReady router pods that take requests
 * @param locations where the pods run
 * @param rebalances those that this very ShardSet owns, over or not, in any order
 * @param at when
 */
public record Observed(
        ShardSet shardSet,
        Optional<PublishedMap> map,
        SortedMap<ShardId, ObservedShard> shards,
        Inheritance inheritance,
        int routersReady,
        Locations locations,
        List<Rebalance> rebalances,
        Instant at) {
    public Observed {
        shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
        rebalances = List.copyOf(rebalances);
    }

    public ShardSetSpec spec() {
        return shardSet.getSpec();
    }

    /** Uid of the ShardSet itself, see {@link #identity}. */
    public String uid() {
        return shardSet.getMetadata().getUid();
    }

    /** The uid that volumes, map and pods carry. */
    public String identity() {
        return inheritance.uid(shardSet);
    }

    /** Shards that don't exist and of which volume claims of this very deployment do. */
    public Set<ShardId> orphanedVolumes() {
        return inheritance.leftovers().keySet();
    }

    /** A shard if it exists. */
    public Optional<ObservedShard> shard(ShardId shard) {
        return Optional.ofNullable(shards.get(shard));
    }

    /** The status of a shard's confirmed leader. */
    public Optional<ShardStatus> leader(ShardId shard) {
        return shard(shard).flatMap(ObservedShard::leader);
    }

    /** The highest epoch of a map that any pod holds; 0 if none holds one. */
    public long highestMapEpochAtPods() {
        return shards.values().stream()
                .flatMap(ObservedShard::statuses)
                .mapToLong(ShardStatus::mapEpoch)
                .max()
                .orElse(0);
    }
}
