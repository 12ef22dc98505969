package io.shardwright.controller.observe;

import io.shardwright.resolver.ShardPlacement.Volume;

/**
 * The volume claims of a shard that has no StatefulSet.
 *
 * @param replicas how many places for replicas they are for: the highest number of a replica, plus one
 * @param volume the largest that one of them asks for: a growth may have reached only some
 */
public record Leftover(int replicas, Volume volume) {

    /** With another claim of the same shard. */
    Leftover and(Leftover other) {
        return new Leftover(
                Math.max(replicas, other.replicas), volume.bytes() >= other.volume.bytes() ? volume : other.volume);
    }
}
