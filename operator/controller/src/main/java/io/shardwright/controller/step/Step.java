package io.shardwright.controller.step;

import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.controller.observe.EditRecord;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing to do. Every step may be done again, by whoever comes next, without harm. */
public sealed interface Step {
    /** A step that is a call of the contract. Orders of one round don't depend on each other. */
    sealed interface Order extends Step {}

    /**
     * Create the map; fails if there is one.
     *
     * @param rebuilt whether it replaces a lost one
     */
    record CreateMap(PartitionMapSpec spec, boolean rebuilt) implements Step {}

    /**
     * Replace the map; fails if it was changed since it was observed.
     *
     * @param edit the rebalancing to keep on record
     * @param begins the same if it begins with this write
     * @param founded shards whose founding members it puts on record
     * @param why for people
     */
    record WriteMap(
            PartitionMapSpec spec,
            Optional<EditRecord> edit,
            Optional<EditRecord> begins,
            List<ShardId> founded,
            String resourceVersion,
            String why)
            implements Step {}

    /**
     * Bring the objects of these shards, and the router's, to their desired state.
     *
     * @param held one-replica shards whose pod must not be evicted now
     */
    record EnsureObjects(List<ShardPlacement> placements, Set<ShardId> held) implements Step {}

    /** Tell these pods the members of their shard, or found its group. */
    record OrderMembers(ShardId shard, MembersOrder order, List<PodAddress> pods) implements Order {}

    /** Tell the target's leader to carry out or abort a move. */
    record OrderMove(MoveOrder order, PodAddress target) implements Order {}

    /** Give these pods the published map. */
    record PushMap(OwnershipMap map, List<PodAddress> pods) implements Order {}

    /** Delete the objects and volumes of a shard that owns nothing. */
    record RemoveShard(ShardId shard) implements Step {}
}
