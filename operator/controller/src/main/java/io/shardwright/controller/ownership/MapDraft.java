package io.shardwright.controller.ownership;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.crds.v1alpha1.MovedPartitions;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardOwnership;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the partition map from what is confirmed. */
public final class MapDraft {
    private static final PartitionRanges NOTHING = PartitionRanges.of(new BitSet());

    private MapDraft() {}

    /** The first map: the planned ownership at epoch 1, before any group is founded. */
    public static PartitionMapSpec first(Observed observed, Ownership planned, List<ShardId> shards) {
        var entries = shards.stream()
                .map(shard -> new ShardOwnership(
                        shard.ordinal(), planned.partitionsOf(shard).toString(), List.of()))
                .toList();
        return PartitionMapSpec.of(observed.identity(), 1, observed.spec().partitions(), entries, List.of());
    }

    /**
     * The map as it should be published.
     *
     * @param groups the shards to list, with their founding members or an empty list
     * @param epoch above that of any map before
     */
    public static PartitionMapSpec of(
            Observed observed, ConfirmedOwnership ownership, SortedMap<ShardId, List<String>> groups, long epoch) {
        var owned = ownership.byOwner();
        var entries = groups.entrySet().stream()
                .map(entry -> new ShardOwnership(
                        entry.getKey().ordinal(),
                        owned.getOrDefault(entry.getKey(), NOTHING).toString(),
                        entry.getValue()))
                .toList();
        var moved = ownership.byEpochAboveOne().entrySet().stream()
                .map(entry -> new MovedPartitions(
                        entry.getKey(), PartitionRanges.of(entry.getValue()).toString()))
                .toList();
        return PartitionMapSpec.of(observed.identity(), epoch, ownership.partitions(), entries, moved);
    }

    /** The founding members on record, by shard, for all shards that the map lists. */
    public static SortedMap<ShardId, List<String>> groups(PublishedMap map) {
        var groups = new TreeMap<ShardId, List<String>>();
        map.spec().shards().forEach(entry -> groups.put(new ShardId(entry.shard()), entry.group()));
        return groups;
    }

    /** Whether two maps say the same of ownership and groups, whatever their epochs. */
    public static boolean sameContent(PartitionMapSpec one, PartitionMapSpec other) {
        return one.shards().equals(other.shards()) && one.moved().equals(other.moved());
    }

    /** The map in the form in which pods and routers get it. */
    public static OwnershipMap routingView(PartitionMapSpec map) {
        return new OwnershipMap(
                map.shardSetUid(),
                map.epoch(),
                map.partitions(),
                map.shards().stream()
                        .map(entry -> new OwnershipMap.ShardRanges(entry.shard(), entry.ranges()))
                        .toList(),
                map.moved().stream()
                        .map(moved -> new EpochRanges(moved.epoch(), moved.ranges()))
                        .toList());
    }
}
