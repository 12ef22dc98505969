package io.shardwright.planner;

/**
 * A shard's capacity relative to that of the other shards.
 *
 * @param weight 0 to {@value #MAX_WEIGHT}; 0 drains the shard: it ends up owning nothing
 */
public record ShardWeight(ShardId shard, long weight) {

    /** Highest weight. Weight times partitions stays below 2<sup>62</sup>, so plain long arithmetic is exact. */
    public static final long MAX_WEIGHT = 1L << 31;

    /** @throws IllegalArgumentException if the weight is out of range */
    public ShardWeight {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "shard " + shard + " has weight " + weight + ", outside 0.." + MAX_WEIGHT);
        }
    }

    public boolean drained() {
        return weight == 0;
    }
}
