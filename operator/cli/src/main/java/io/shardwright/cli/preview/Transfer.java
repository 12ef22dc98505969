package io.shardwright.cli.preview;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.planner.ShardId;
import java.util.Optional;

/**
 * What goes from one shard to another.
 *
 * @param batches in how many batches
 * @param bytes measured; empty where none were
 */
public record Transfer(ShardId from, ShardId to, PartitionRanges partitions, int batches, Optional<Long> bytes) {}
