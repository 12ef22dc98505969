package io.shardwright.planner;

/** The outcome of giving each shard its weight. */
public sealed interface WeightResult permits Weights, Refused {}
