package io.shardwright.crds.v1alpha1;

/** The part of a request that the router takes the shard key from. */
public enum KeySource {
    /** A request header. */
    Header,
    /** One segment of the path. */
    Path,
    /** A parameter of the query string. */
    Query
}
