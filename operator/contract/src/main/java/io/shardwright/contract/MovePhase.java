package io.shardwright.contract;

/**
 * How far the hand-off of a set of partitions is. The order is the order of the protocol; {@link #ABORTED} ends it before
 * the decision, and after {@link #COMMITTED} it only goes forward.
 */
public enum MovePhase {
    /** The target copies a snapshot of the source, then the changes since. */
    COPYING,
    /** The source takes no new write to these partitions and parks their requests. */
    FENCED,
    /** The target has everything up to the fence. */
    PREPARED,
    /** The source's log has decided: the target owns the partitions. */
    COMMITTED,
    /** The target serves. */
    ADOPTED,
    /** The source has deleted its copy; only the tombstone is left. */
    DONE,
    /** The source's log has decided against the move; it owns the partitions as before. */
    ABORTED;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return this == DONE || this == ABORTED;
    }
}
