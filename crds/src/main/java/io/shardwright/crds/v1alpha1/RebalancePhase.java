package io.shardwright.crds.v1alpha1;

/** How far a rebalance is. */
public enum RebalancePhase {
    /** It may begin, and waits for shards that have to serve first. */
    Pending,
    /** Nothing moves until its plan is approved. */
    AwaitingApproval,
    /** Partitions move. */
    Running,
    /** No move is started; those under way end. */
    Paused,
    /** Copies are dropped, and moves that are decided end. */
    Aborting,
    /** Every partition is where the plan wants it. */
    Completed,
    /** It was stopped at an ownership that the status names. */
    Aborted,
    /** What it was planned from has changed; nothing of it is carried out any more. */
    Superseded;

    /** Whether nothing more comes of it. */
    public boolean isFinal() {
        return this == Completed || this == Aborted || this == Superseded;
    }
}
