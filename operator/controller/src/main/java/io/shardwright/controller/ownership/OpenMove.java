package io.shardwright.controller.ownership;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A move that isn't over, as its two shards see it together.
 *
 * @param phase the furthest that either shard knows of
 * @param aborted whether the source has decided against it, and only the target doesn't know yet
 * @param detail what it waits for, in its target's words
 * @param maxBytesPerSecond how fast its target may copy; empty where it hasn't answered or doesn't say
 * @param copyLeft how long what is left to copy takes at least, at that rate; zero where that isn't known
 */
public record OpenMove(
        String id,
        ShardId from,
        ShardId to,
        PartitionRanges partitions,
        MovePhase phase,
        boolean aborted,
        Optional<String> detail,
        Optional<Long> maxBytesPerSecond,
        Duration copyLeft) {

    /** Whether partitions still have to be handed over: until the target serves. */
    public boolean inFlight() {
        return !aborted && phase.compareTo(MovePhase.ADOPTED) < 0;
    }

    /** From which shard to which. */
    public Way way() {
        return new Way(from, to);
    }

    /** The two shards. */
    public Stream<ShardId> ends() {
        return Stream.of(from, to);
    }

    /** Whether either end is this shard. */
    public boolean involves(ShardId shard) {
        return from.equals(shard) || to.equals(shard);
    }
}
