package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * How evenly the partitions are spread, and the moves of the last edit.
 *
 * @param maxOverFair the largest ratio of what a shard owns to its weighted fair share, with two decimals: {@code 1.02}
 * @param moves partitions moved since the last edit that moved any
 * @param movesLowerBound the fewest moves that edit could have taken
 * @param movesRemaining partitions still to be moved
 */
@ApiType
public record Balance(
        @JsonPropertyDescription("""
                The largest ratio, over all shards, of the partitions a shard owns to its weighted fair share. 1.00 \
                is perfect; the rounding of partitions to whole numbers keeps it slightly above.""") String maxOverFair,

        @JsonPropertyDescription("Partitions moved since the last edit that moved any.")
        int moves,

        @JsonPropertyDescription("The fewest moves that could have served the last edit that moved any.")
        int movesLowerBound,

        @JsonPropertyDescription("Partitions still to be moved.")
        int movesRemaining) {}
