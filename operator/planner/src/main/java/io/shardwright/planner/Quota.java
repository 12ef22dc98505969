package io.shardwright.planner;

/**
 * How many partitions a shard is to own.
 *
 * <p>With fair share f = weight × partitions ÷ sum of weights: {@code floor} = ⌊f⌋ ≤ {@code partitions} ≤ ⌈f⌉.
 *
 * @param weight the shard and its weight
 * @param floor ⌊f⌋
 * @param remainder the rest of that division, 0 to (sum of weights - 1); f is whole exactly if it is 0
 * @param partitions the definite number
 */
public record Quota(ShardWeight weight, int floor, long remainder, int partitions) {

    /** @throws IllegalArgumentException if the number isn't the fair share, rounded down or up */
    public Quota {
        if (partitions < floor || partitions > floor + Long.signum(remainder)) {
            throw new IllegalArgumentException("shard " + weight.shard() + " can't have " + partitions
                    + " partitions at floor " + floor + ", remainder " + remainder);
        }
    }

    public ShardId shard() {
        return weight.shard();
    }

    /** ⌈f⌉, which is the floor where the fair share is whole. */
    public int ceiling() {
        return floor + Long.signum(remainder);
    }

    /** This quota with the fair share rounded up. */
    Quota roundedUp() {
        return new Quota(weight, floor, remainder, ceiling());
    }
}
