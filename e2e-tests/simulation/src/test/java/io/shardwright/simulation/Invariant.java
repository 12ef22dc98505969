package io.shardwright.simulation;

/** What must hold after every step, or once faults and edits have stopped. */
enum Invariant {
    /** At most one shard takes writes of a partition. */
    ONE_OWNER,
    /** Each key behaves as one register: acknowledged writes are there, reads are no older than when they began. */
    NOTHING_LOST,
    /** Replicas that applied the same log are the same. */
    REPLICAS_ALIKE,
    /** A move aborted before its decision leaves the source as it was. */
    ABORT_CHANGES_NOTHING,
    /** A move goes through its phases in order, and after the source's commit only forward. */
    ONLY_FORWARD,
    /** Every request ends, parked ones too. */
    REQUESTS_END,
    /** A shard is removed only if it owns nothing and has no open move. */
    REMOVED_EMPTY,
    /** A volume of another ShardSet or shard never serves. */
    FOREIGN_REFUSED,
    /** A group is founded once, by those on record. */
    FOUNDED_ONCE,
    /** Epochs of the map and of partitions only rise. */
    EPOCHS_RISE,
    /** Without faults it settles: the target is reached and no move stays open. */
    SETTLES,
    /** Settled, no shard keeps data of partitions that it doesn't own. */
    NO_ORPHANS,
    /** Without faults an edit takes exactly the moves that it must. */
    FEWEST_MOVES
}
