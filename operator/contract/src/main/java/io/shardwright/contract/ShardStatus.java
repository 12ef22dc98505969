package io.shardwright.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one replica says of itself and of its shard.
 *
 * @param api version of the contract that the application speaks
 * @param shardSetUid uid of the ShardSet that the replica's volume belongs to
 * @param shard ordinal of the shard
 * @param pod name of this pod
 * @param peer id on the volume
 * @param role what this replica is to the shard
 * @param term the group's term, 0 before there is one
 * @param leaderPod the pod that this replica takes for the leader, or null
 * @param refusal why the volume can't serve here, or null
 * @param confirmed true where this is the leader's answer, confirmed by a majority for this very request; otherwise it is
 *     this replica's applied state
 * @param mapEpoch epoch of the routing view held here
 * @param appliedIndex index of the last log entry applied here
 * @param owned the partitions that the shard owns, by their own epoch
 * @param members the group's voters, empty before there is a group
 * @param moves the moves that aren't over, and the last finished ones
 * @param keys number of keys that the shard holds
 * @param bytes bytes of their keys and values
 * @param requestsPerSecond requests answered by this replica, over the last ten seconds
 * @param parked requests that wait here for a fence to end
 * @param loads load per partition, only where asked for, else empty
 * @param followers the other voters as the leader hears them; empty where this replica doesn't lead, and from applications
 *     that don't say so
 * @param roleMillis for how long this replica has been in its role, in milliseconds; null from applications that don't say so
 */
public record ShardStatus(
        String api,
        String shardSetUid,
        int shard,
        String pod,
        String peer,
        Role role,
        long term,
        @Nullable String leaderPod,
        @Nullable String refusal,
        boolean confirmed,
        long mapEpoch,
        long appliedIndex,
        List<EpochRanges> owned,
        List<Member> members,
        List<MoveStatus> moves,
        long keys,
        long bytes,
        double requestsPerSecond,
        int parked,
        List<PartitionLoad> loads,
        List<Follower> followers,
        @Nullable Long roleMillis) {
    @SuppressWarnings("NullAway") // Applications of an earlier version leave followers out.
    public ShardStatus {
        owned = List.copyOf(owned);
        members = List.copyOf(members);
        moves = List.copyOf(moves);
        loads = List.copyOf(loads);
        followers = followers == null ? List.of() : List.copyOf(followers);
    }

    /**
     * A voter as its leader hears it. One that is up but can't be reached counts for no majority.
     *
     * @param peer id on its volume
     * @param silentMillis time since it last answered the leader, in milliseconds
     */
    public record Follower(String peer, long silentMillis) {}

    /**
     * Load of one partition.
     *
     * @param partition number of the partition
     * @param epoch the partition's own epoch
     * @param keys number of keys
     * @param bytes bytes of keys and values
     * @param requestsPerSecond requests answered, over the last ten seconds
     */
    public record PartitionLoad(int partition, long epoch, long keys, long bytes, double requestsPerSecond) {}

    /** Whether this shard, as far as this replica knows, owns nothing and has no open move. */
    public boolean ownsNothing() {
        return owned.stream().allMatch(o -> o.ranges().isEmpty())
                && moves.stream().allMatch(m -> m.phase().isFinal());
    }
}
