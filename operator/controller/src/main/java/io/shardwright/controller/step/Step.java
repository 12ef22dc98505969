package io.shardwright.controller.step;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.controller.rebalance.RebalanceWrite;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /**
     * Bring the objects of these shards, and the router's, to their desired state.
     *
     * @param replicas how many replicas a shard is to have for now, where that isn't what the specification says
     * @param held one-replica shards whose pod must not be evicted now
     * @param leaving one-replica shards that are to go, of which only the disruption budget is kept up to date
     * @param volumes what a shard's StatefulSet was made with and can't be changed, where that isn't what the specification
     *     says
     */
    record EnsureObjects(
            List<ShardPlacement> placements,
            SortedMap<ShardId, Integer> replicas,
            Set<ShardId> held,
            List<ShardPlacement> leaving,
            SortedMap<ShardId, Volume> volumes)
            implements Step {
        public EnsureObjects {
            replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
            held = Set.copyOf(held);
            leaving = List.copyOf(leaving);
            volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
        }
    }

    /** Tell these pods the members of their shard, or found its group. */
    record OrderMembers(ShardId shard, MembersOrder order, List<PodAddress> pods) implements Order {}

    /** Tell the target's leader to carry out or abort a move. */
    record OrderMove(MoveOrder order, PodAddress target) implements Order {}

    /** Give these pods the published map. */
    record PushMap(OwnershipMap map, List<PodAddress> pods) implements Order {}

    /** Ask the shard's leader to hand over to another voter. */
    record StepDown(ShardId shard, PodAddress leader) implements Order {}

    /**
     * Delete a pod, so that its StatefulSet makes it anew.
     *
     * @param uid of the pod that is meant, not of one that took its place
     * @param why for people
     */
    record RestartPod(ShardId shard, String pod, String uid, String why) implements Step {}

    /**
     * Delete the volume claim of a replica that is no member any more, or that is to begin anew.
     *
     * @param uid of the claim that is meant, not of one that took its place
     * @param why for people
     */
    record DeleteClaim(ShardId shard, String claim, String uid, String why) implements Step {}

    /**
     * Let a volume claim ask for more; fails if it was changed since it was observed.
     *
     * @param uid of the claim that is meant, not of one that took its place
     */
    record GrowClaim(ShardId shard, String claim, String uid, String resourceVersion, Quantity size) implements Step {}

    /** Delete the objects and volumes of a shard that owns nothing. */
    record RemoveShard(ShardId shard) implements Step {}
}
