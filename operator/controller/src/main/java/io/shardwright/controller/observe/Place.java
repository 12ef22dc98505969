package io.shardwright.controller.observe;

import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.planner.ShardId;
import java.util.Optional;

/**
 * The place of a replica in its shard.
 *
 * @param pod the name of the pod that is there or should be
 * @param address empty while there is none
 * @param obstacle why there is no address
 * @param claimBound whether the volume claim has a volume
 * @param facts empty if there is no pod
 */
public record Place(
        ShardId shard,
        String pod,
        Optional<PodAddress> address,
        String obstacle,
        boolean claimBound,
        Optional<PodFacts> facts) {}
