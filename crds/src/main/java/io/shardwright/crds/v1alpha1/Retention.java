package io.shardwright.crds.v1alpha1;

/** What becomes of the volumes and the PartitionMap when the ShardSet is deleted. */
public enum Retention {
    /** They stay, and a ShardSet of the same name takes them over. */
    Retain,
    /** They go with it. */
    Delete
}
