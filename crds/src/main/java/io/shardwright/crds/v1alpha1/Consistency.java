package io.shardwright.crds.v1alpha1;

/** What a read may assume about the writes before it. */
public enum Consistency {
    /**
     * A write is acknowledged once it is durable on a majority of the shard's replicas, and a read returns the latest
     * acknowledged write. A minority refuses requests.
     */
    Strong
}
