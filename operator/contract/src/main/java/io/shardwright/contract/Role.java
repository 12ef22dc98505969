package io.shardwright.contract;

/** What a replica is to its shard. */
public enum Role {
    /** Orders the shard's writes. */
    LEADER,
    /** Votes, and follows a leader. */
    FOLLOWER,
    /** Votes, and looks for a leader. */
    CANDIDATE,
    /** Receives the log but doesn't vote: on its way to become a member. */
    LEARNER,
    /** Has an identity but belongs to no group yet. */
    WAITING,
    /** Its volume can't serve here; {@link ShardStatus#refusal()} says why. */
    REFUSED
}
