package io.shardwright.planner;

/**
 * The number of a shard within its set, as in the name of its StatefulSet.
 *
 * @param ordinal 0 to {@value #MAX_ORDINAL}
 */
public record ShardId(int ordinal) implements Comparable<ShardId> {

    /** Highest ordinal; tables indexed by ordinal stay within a few megabytes. */
    public static final int MAX_ORDINAL = (1 << 20) - 1;

    /** @throws IllegalArgumentException if the ordinal is out of range */
    public ShardId {
        if (ordinal < 0 || ordinal > MAX_ORDINAL) {
            throw new IllegalArgumentException("shard ordinal " + ordinal + " is outside 0.." + MAX_ORDINAL);
        }
    }

    @Override
    public int compareTo(ShardId other) {
        return Integer.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return Integer.toString(ordinal);
    }
}
