package io.shardwright.crds.v1alpha1;

/** Who says when partitions move. */
public enum RebalanceMode {
    /** A plan is made when it's needed, and carried out at once. */
    Auto,
    /** A plan is made when it's needed, and nothing moves until a person approves it by its hash. */
    Approve,
    /** No plan is made and nothing moves. */
    Off
}
