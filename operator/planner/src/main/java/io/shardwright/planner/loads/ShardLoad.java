package io.shardwright.planner.loads;

import io.shardwright.planner.ShardId;

/**
 * What a shard carries before and after a plan.
 *
 * @param fairShare its weight ÷ the sum of weights × the sum of loads
 */
public record ShardLoad(
        ShardId shard,
        long weight,
        double fairShare,
        long loadBefore,
        long loadAfter,
        long bytesBefore,
        long bytesAfter) {}
