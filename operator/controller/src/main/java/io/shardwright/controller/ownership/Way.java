package io.shardwright.controller.ownership;

import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.ShardId;

/** From which shard partitions go, and to which. */
public record Way(ShardId from, ShardId to) {
    /** That of a batch of a plan. */
    public static Way of(MoveBatch batch) {
        return new Way(batch.from(), batch.to());
    }
}
