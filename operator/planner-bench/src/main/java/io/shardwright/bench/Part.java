package io.shardwright.bench;

/** A part of the benchmark that can run by itself. */
enum Part {
    PEERS,
    SCALING,
    SKEW,
    DRIFT
}
