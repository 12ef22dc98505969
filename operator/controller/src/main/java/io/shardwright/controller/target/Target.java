package io.shardwright.controller.target;

import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import io.shardwright.planner.Weights;
import io.shardwright.planner.Weights.ClassWeight;
import io.shardwright.resolver.ShardPlacement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shards wanted, what they run on and how much they should own.
 *
 * @param placements by ascending shard: 0 to n - 1
 * @param weights one for each placement
 * @param classes the weight of each class's shards for which none is stated, by its name
 * @param maintenance shards that weigh nothing for the time that their node is cordoned
 */
public record Target(
        List<ShardPlacement> placements,
        List<ShardWeight> weights,
        Map<String, ClassWeight> classes,
        Maintenance maintenance)
        implements TargetResult {
    public Target {
        placements = List.copyOf(placements);
        weights = List.copyOf(weights);
        classes = Map.copyOf(classes);
    }

    /** With no node cordoned. */
    public Target(List<ShardPlacement> placements, List<ShardWeight> weights, Map<String, ClassWeight> classes) {
        this(placements, weights, classes, Maintenance.NONE);
    }

    Target with(Maintenance changed) {
        return new Target(placements, weights, classes, changed);
    }

    /** The weight of a shard of a class, or of none, for which none is stated. */
    public long weightOfClass(Optional<String> name) {
        return Weights.ofClass(classes, name);
    }

    /** Whether the shard is wanted. */
    public boolean wants(ShardId shard) {
        return shard.ordinal() < placements.size();
    }

    /** The weight of a shard; 0 for one that isn't wanted. */
    public long weightOf(ShardId shard) {
        return wants(shard) ? weights.get(shard.ordinal()).weight() : 0;
    }
}
