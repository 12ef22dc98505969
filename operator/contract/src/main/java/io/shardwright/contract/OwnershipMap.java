package io.shardwright.contract;

import java.util.List;
import java.util.Objects;

/**
 * The published view of who owns which partition. It routes; it never changes ownership.
 *
 * @param shardSetUid uid of the ShardSet
 * @param epoch rises with every publication
 * @param partitions number of partitions, a power of two
 * @param shards what each shard owns; a partition that none lists has no owner yet
 * @param moved the partitions whose own epoch is above 1
 */
public record OwnershipMap(
        String shardSetUid, long epoch, int partitions, List<ShardRanges> shards, List<EpochRanges> moved) {
    public OwnershipMap {
        Objects.requireNonNull(shardSetUid);
        Partitioner.requirePowerOfTwo(partitions);
        shards = List.copyOf(shards);
        moved = List.copyOf(moved);
    }

    /**
     * What one shard owns.
     *
     * @param shard ordinal
     * @param ranges the partitions, see {@link PartitionRanges}
     */
    public record ShardRanges(int shard, String ranges) {
        public ShardRanges {
            Objects.requireNonNull(ranges);
        }
    }
}
