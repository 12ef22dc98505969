package io.shardwright.planner;

import java.util.List;

/**
 * What a plan is made from.
 *
 * @param current who owns what now. Partitions with an open move are to be given as already at its destination, so that
 *     a plan never contradicts what is under way
 * @param weights one for each shard that is to exist, by ascending shard; owners not among them are to be emptied
 * @param maxPartitionsPerBatch bound on the size of a {@link MoveBatch}, at least 1
 */
public record PlanRequest(Ownership current, List<ShardWeight> weights, int maxPartitionsPerBatch) {

    public static final int DEFAULT_PARTITIONS_PER_BATCH = 64;

    /** @throws IllegalArgumentException if a shard has two weights, or the batch bound is below 1 */
    public PlanRequest {
        weights = Apportionment.sortedByShard(weights);
        if (maxPartitionsPerBatch < 1) {
            throw new IllegalArgumentException("batches of at most " + maxPartitionsPerBatch + " partitions");
        }
    }

    /** A request with batches of at most {@value #DEFAULT_PARTITIONS_PER_BATCH} partitions; weights in any order. */
    public static PlanRequest of(Ownership current, List<ShardWeight> weights) {
        return new PlanRequest(current, weights, DEFAULT_PARTITIONS_PER_BATCH);
    }

    /** This request with another bound on the size of batches. */
    public PlanRequest withMaxPartitionsPerBatch(int bound) {
        return new PlanRequest(current, weights, bound);
    }
}
