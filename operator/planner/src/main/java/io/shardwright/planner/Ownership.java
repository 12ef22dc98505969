package io.shardwright.planner;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which shard owns each partition: every partition has one owner or none.
 *
 * <p>Immutable. Owners may be shards that are no longer wanted; it is the planner that moves their partitions away.
 */
public final class Ownership {

    /** Stands for "no owner" in {@link #of(int[])} and {@link #toArray()}. */
    public static final int UNOWNED = -1;

    private final int[] owners;
    private final int[] counts;
    private final int unowned;

    private Ownership(int[] owners) {
        this.owners = owners;
        int highest = Arrays.stream(owners).max().orElse(UNOWNED);
        this.counts = new int[highest + 1];
        int none = 0;
        for (int owner : owners) {
            if (owner == UNOWNED) {
                none++;
            } else {
                counts[owner]++;
            }
        }
        this.unowned = none;
    }

    /**
     * The ownership in which partition {@code p} belongs to the shard with ordinal {@code owners[p]}.
     *
     * @param owners one ordinal a partition, or {@link #UNOWNED}; copied
     * @throws IllegalArgumentException if there is no partition, or an ordinal is out of range
     */
    public static Ownership of(int[] owners) {
        if (owners.length == 0) {
            throw new IllegalArgumentException("an ownership needs at least one partition");
        }
        for (int partition = 0; partition < owners.length; partition++) {
            int owner = owners[partition];
            if (owner < UNOWNED || owner > ShardId.MAX_ORDINAL) {
                throw new IllegalArgumentException("partition " + partition + " has owner " + owner + ", outside "
                        + UNOWNED + ".." + ShardId.MAX_ORDINAL);
            }
        }
        return new Ownership(owners.clone());
    }

    /**
     * The ownership in which no partition has an owner, from which a first plan starts.
     *
     * @throws IllegalArgumentException if there is no partition
     */
    public static Ownership empty(int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("an ownership needs at least one partition, not " + partitions);
        }
        int[] owners = new int[partitions];
        Arrays.fill(owners, UNOWNED);
        return new Ownership(owners);
    }

    /** Takes over an array of valid owners that is from now on unchanged. */
    static Ownership ofTrusted(int[] owners) {
        return new Ownership(owners);
    }

    /** The number of partitions, owned or not; partitions are numbered from 0. */
    public int partitions() {
        return owners.length;
    }

    /**
     * The owner of a partition, or empty if it has none.
     *
     * @throws IndexOutOfBoundsException if there is no such partition
     */
    public Optional<ShardId> owner(int partition) {
        int owner = owners[partition];
        return owner == UNOWNED ? Optional.empty() : Optional.of(new ShardId(owner));
    }

    /** The owner's ordinal, or {@link #UNOWNED}. */
    int ordinalAt(int partition) {
        return owners[partition];
    }

    /** The number of partitions a shard owns. Constant time. */
    public int count(ShardId shard) {
        return countAt(shard.ordinal());
    }

    int countAt(int ordinal) {
        return ordinal < counts.length ? counts[ordinal] : 0;
    }

    /** One more than the highest ordinal that owns something. */
    int ordinals() {
        return counts.length;
    }

    /** The number of partitions without an owner. */
    public int unowned() {
        return unowned;
    }

    /** Partitions owned, for each shard that owns at least one. */
    public SortedMap<ShardId, Integer> counts() {
        var byShard = new TreeMap<ShardId, Integer>();
        for (int ordinal = 0; ordinal < counts.length; ordinal++) {
            if (counts[ordinal] > 0) {
                byShard.put(new ShardId(ordinal), counts[ordinal]);
            }
        }
        return Collections.unmodifiableSortedMap(byShard);
    }

    /** The partitions a shard owns; linear in the number of all partitions. */
    public PartitionSet partitionsOf(ShardId shard) {
        return PartitionSet.ofSorted(IntStream.range(0, owners.length)
                .filter(partition -> owners[partition] == shard.ordinal())
                .toArray());
    }

    /**
     * This ownership after some partitions went to a shard, whoever owned them.
     *
     * @throws IndexOutOfBoundsException if there is no such partition
     */
    public Ownership with(PartitionSet moved, ShardId to) {
        int[] next = owners.clone();
        moved.stream().forEach(partition -> next[partition] = to.ordinal());
        return new Ownership(next);
    }

    /**
     * How many partitions have another owner in the other ownership, or one in only one of the two.
     *
     * @throws IllegalArgumentException if the other has another number of partitions
     */
    public int differences(Ownership other) {
        if (other.owners.length != owners.length) {
            throw new IllegalArgumentException(owners.length + " and " + other.owners.length + " partitions");
        }
        int differences = 0;
        for (int partition = 0; partition < owners.length; partition++) {
            differences += owners[partition] == other.owners[partition] ? 0 : 1;
        }
        return differences;
    }

    /** One ordinal a partition, or {@link #UNOWNED}; a copy. */
    public int[] toArray() {
        return owners.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ownership ownership && Arrays.equals(owners, ownership.owners);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(owners);
    }

    @Override
    public String toString() {
        return "Ownership[partitions=" + owners.length + ", unowned=" + unowned + ", counts=" + counts() + "]";
    }
}
