package io.shardwright.cli.preview;

import io.shardwright.planner.ShardId;
import io.shardwright.planner.Weights;
import java.util.Optional;

/**
 * One shard before and after.
 *
 * @param nodeClass empty where it has none
 * @param weight and where it came from; empty for a shard that is no longer wanted
 * @param now partitions that it owns
 * @param then partitions that it is to own
 * @param fair its weighted share of all partitions
 * @param in partitions that come, first owners included
 * @param out partitions that go
 */
public record ShardLine(
        ShardId shard,
        Optional<String> nodeClass,
        Optional<Weights.Sourced> weight,
        int now,
        int then,
        double fair,
        int in,
        int out) {}
