package io.shardwright.resolver;

import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.ShardWeight;
import io.shardwright.planner.Weights;
import java.util.List;

/**
 * The shards wanted, what they run on and how much they should own.
 *
 * @param placements by ascending shard: 0 to n - 1
 * @param assignment the class of each shard, to be passed in as the previous one next time
 * @param weights one for each placement, with where it came from; at least one is above 0
 */
public record Resolved(List<ShardPlacement> placements, ClassAssignment assignment, Weights weights)
        implements Resolution {
    public Resolved {
        placements = List.copyOf(placements);
    }

    /** The weights as the planner takes them. */
    public List<ShardWeight> shardWeights() {
        return weights.values();
    }
}
