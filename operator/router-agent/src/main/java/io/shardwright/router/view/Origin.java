package io.shardwright.router.view;

/** Where a piece of knowledge came from. */
public enum Origin {
    /** The API server. */
    API_SERVER,
    /** A pod of some shard. */
    SHARD,
    /** What this agent, or the one before it in this pod, had written to the shared folder. */
    CACHE
}
