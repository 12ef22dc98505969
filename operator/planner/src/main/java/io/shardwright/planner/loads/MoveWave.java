package io.shardwright.planner.loads;

import io.shardwright.planner.MoveBatch;
import java.util.List;

/**
 * Batches that may run at once and in any order: even if every one of them arrives before any has left, no shard holds
 * more than it can. The next wave needs all of them to be done.
 */
public record MoveWave(List<MoveBatch> batches) {
    public MoveWave {
        batches = List.copyOf(batches);
    }
}
