package io.shardwright.simulation;

/** A fault put into the environment on purpose, of which the checks must find out. */
enum Plant {
    /** A new shard is founded as the owner of partitions that others own. */
    FOUND_WITH_FOREIGN_PARTITIONS(Invariant.ONE_OWNER),
    /** A page of a copy arrives without its first entry, and nobody compares digests. */
    DROP_COPIED_ENTRY(Invariant.NOTHING_LOST),
    /** A write is acknowledged, and no replica has it. */
    LOSE_ACKNOWLEDGED_WRITES(Invariant.NOTHING_LOST),
    /** Leaders apply what only they have, and after the next election others have something else. */
    COMMIT_BEFORE_MAJORITY(Invariant.REPLICAS_ALIKE),
    /** One replica passes over an entry of its log. */
    SKIP_AN_ENTRY(Invariant.REPLICAS_ALIKE),
    /** An abort clears the source's partitions. */
    ABORT_CLEARS(Invariant.ABORT_CHANGES_NOTHING),
    /** A target takes its own word for the source's decision. */
    ADOPT_UNDECIDED(Invariant.ONLY_FORWARD),
    /** A target gives up what the source has committed. */
    ABORT_COMMITTED(Invariant.ONLY_FORWARD),
    /** Parked requests are forgotten. */
    PARK_FOR_EVER(Invariant.REQUESTS_END),
    /** The operator removes shards that are no longer wanted at once. */
    REMOVE_EARLY(Invariant.REMOVED_EMPTY),
    /** A pod doesn't look whose volume it has. */
    TAKE_FOREIGN_VOLUMES(Invariant.FOREIGN_REFUSED),
    /** Replicas with emptied volumes are told to found their group again. */
    FOUND_AGAIN(Invariant.FOUNDED_ONCE),
    /** The operator publishes an older epoch. */
    PUBLISH_OLDER_EPOCH(Invariant.EPOCHS_RISE),
    /** Orders to move get lost, all of them. */
    LOSE_MOVE_ORDERS(Invariant.SETTLES),
    /** A source leaves a key behind where it deletes its copy. */
    LEAVE_A_KEY(Invariant.NO_ORPHANS),
    /** The operator orders a move that nobody needs. */
    MOVE_NEEDLESSLY(Invariant.FEWEST_MOVES);

    private final Invariant caughtBy;

    Plant(Invariant caughtBy) {
        this.caughtBy = caughtBy;
    }

    Invariant caughtBy() {
        return caughtBy;
    }
}
