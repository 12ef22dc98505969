package io.shardwright.planner.loads;

import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.ShardId;
import java.util.Optional;

/**
 * A move that would help and isn't in the plan.
 *
 * @param shard where the partitions stay; empty if they have no owner yet
 * @param partitions those that would move; empty if the shard as a whole is meant
 * @param why one sentence with the figures
 * @param fix one sentence: the edit that would clear it
 */
public record Stay(Optional<ShardId> shard, PartitionSet partitions, Reason reason, String why, String fix) {

    /** Why something stays. The names are stable: status and metrics may show them. */
    public enum Reason {
        /** The shard is above the goal by no more than errors of measurement explain. */
        WITHIN_NOISE,
        /** The request pins the partitions. */
        PINNED,
        /** No shard has room for as many bytes. */
        NO_ROOM,
        /** Every shard that could take it would be fuller than the one it is on. */
        NO_IMPROVEMENT,
        /** Every shard that could take it is in a failure domain with another of its group. */
        SEPARATION,
        /** It is over the limits of one plan, and follows in the next. */
        OVER_LIMIT,
        /** Shards could only swap through a third one with room, and there is none. */
        NO_ROOM_ON_THE_WAY
    }

    /** Such as {@code shard 3 keeps 17,40: no shard has room … : raise …}. */
    @Override
    public String toString() {
        return shard.map(s -> "shard " + s + " keeps ").orElse("not placed: ")
                + (partitions.size() == 0 ? "what it has" : partitions) + ": " + why + ": " + fix;
    }
}
