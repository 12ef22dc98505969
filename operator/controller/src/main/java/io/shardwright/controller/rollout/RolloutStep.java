package io.shardwright.controller.rollout;

import io.shardwright.controller.observe.SetFacts.Claim;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.planner.ShardId;
import java.util.Optional;

/** One thing that a rollout does. */
public sealed interface RolloutStep {
    ShardId shard();

    /**
     * Delete a pod, so that its StatefulSet makes it anew from the current template.
     *
     * @param uid of the pod that is meant, not of one that took its place
     * @param volume the claim to delete with it, so that it begins with a new volume where it is scheduled next
     * @param why for people
     */
    record Restart(ShardId shard, String pod, String uid, Optional<Claim> volume, String why) implements RolloutStep {}

    /** Ask the leader to hand over, since its pod is the last one to be restarted. */
    record StepDown(ShardId shard, PodAddress leader) implements RolloutStep {}
}
