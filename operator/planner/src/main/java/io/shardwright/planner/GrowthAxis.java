package io.shardwright.planner;

/** What grows, and so what shards are weighed by where nobody states weights. */
public enum GrowthAxis {
    /** What is stored: the size of a shard's volumes. */
    STORAGE,
    /** Requests a second: CPU. */
    THROUGHPUT,
    /** Time to an answer: CPU and memory, whichever is scarcer. */
    LATENCY,
    /** Work at once: CPU. */
    CONCURRENCY
}
