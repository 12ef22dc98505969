package io.shardwright.crds.v1alpha1;

/** What a ShardSet is balanced by, and what its capacity is meant to grow in. */
public enum GrowthAxis {
    /** Partitions are spread so that every shard stores its weighted fair share of them. */
    Storage
}
