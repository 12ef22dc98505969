package io.shardwright.planner;

/** The outcome of assigning shards to node classes. */
public sealed interface ClassResult permits ClassAssignment, Refused {}
