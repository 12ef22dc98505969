package io.shardwright.planner.availability;

/**
 * What availability is computed from: parts at their places, how they stand in for each other, and how they fail.
 *
 * @param replication of all shards alike
 */
public record ShardedSystem(Placement placement, Replication replication, Assumptions assumptions) {}
