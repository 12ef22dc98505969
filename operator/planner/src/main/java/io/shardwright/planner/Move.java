package io.shardwright.planner;

/** One partition going from the shard that owns it to another. */
public record Move(int partition, ShardId from, ShardId to) {}
