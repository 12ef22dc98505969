package io.shardwright.controller.step;

import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.List;

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
     * @param founded shards whose founding members it puts on record
     * @param why for people
     */
    record WriteMap(PartitionMapSpec spec, List<ShardId> founded, String resourceVersion, String why) implements Step {}

    /** Make, report or delete a Rebalance. If it fails, no move is ordered in the same round. */
    record WriteRebalance(RebalanceWrite write) implements Step {}

    /** Bring the objects of these shards, and the router's, to their desired state. */
    record EnsureObjects(List<ShardPlacement> placements) implements Step {}

    /** Tell these pods the members of their shard, or found its group. */
    record OrderMembers(ShardId shard, MembersOrder order, List<PodAddress> pods) implements Order {}

    /** Tell the target's leader to carry out or abort a move. */
    record OrderMove(MoveOrder order, PodAddress target) implements Order {}

    /** Give these pods the published map. */
    record PushMap(OwnershipMap map, List<PodAddress> pods) implements Order {}

    /** Delete the objects and volumes of a shard that owns nothing. */
    record RemoveShard(ShardId shard) implements Step {}
}
