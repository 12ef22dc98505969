package io.shardwright.contract;

import java.util.Arrays;

/** An {@link OwnershipMap} laid out for look-ups: owner and epoch of a partition in constant time. Immutable. */
public final class OwnershipTable {
    /** Owner of a partition that nobody owns yet. */
    public static final int NOBODY = -1;

    private final long epoch;
    private final int[] owners;
    private final long[] epochs;

    private OwnershipTable(long epoch, int[] owners, long[] epochs) {
        this.epoch = epoch;
        this.owners = owners;
        this.epochs = epochs;
    }

    /**
     * Lays out a map.
     *
     * @throws IllegalArgumentException if ranges can't be read, exceed the partitions, or two shards list one partition
     */
    public static OwnershipTable of(OwnershipMap map) {
        int[] owners = new int[map.partitions()];
        Arrays.fill(owners, NOBODY);
        for (var shard : map.shards()) {
            PartitionRanges.parse(shard.ranges(), map.partitions()).forEach(p -> {
                if (owners[p] != NOBODY) {
                    throw new IllegalArgumentException(
                            "partition " + p + " is listed by shard " + owners[p] + " and by shard " + shard.shard());
                }
                owners[p] = shard.shard();
            });
        }
        long[] epochs = new long[map.partitions()];
        Arrays.fill(epochs, 1);
        for (var moved : map.moved()) {
            PartitionRanges.parse(moved.ranges(), map.partitions()).forEach(p -> epochs[p] = moved.epoch());
        }
        return new OwnershipTable(map.epoch(), owners, epochs);
    }

    /** Epoch of the map. */
    public long epoch() {
        return epoch;
    }

    /** Number of partitions. */
    public int partitions() {
        return owners.length;
    }

    /** Ordinal of the shard that owns the partition, or {@link #NOBODY}. */
    public int owner(int partition) {
        return owners[partition];
    }

    /** The partition's own epoch, at least 1. */
    public long partitionEpoch(int partition) {
        return epochs[partition];
    }
}
