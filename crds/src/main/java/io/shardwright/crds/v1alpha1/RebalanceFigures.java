package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * How far a rebalance is, in numbers.
 *
 * @param moves partitions that had to change their owner
 * @param movesDone those that have
 * @param movesOverMinimum by how many {@code moves} is above the fewest possible
 * @param bytes estimated to be copied in all
 * @param bytesDone estimated to be copied so far
 */
@ApiType
public record RebalanceFigures(
        @JsonPropertyDescription("Partitions that had to change their owner.")
        int moves,

        @JsonPropertyDescription("Partitions of these that have their new owner.")
        int movesDone,

        @JsonPropertyDescription("By how many moves is above the fewest that any plan needs.")
        int movesOverMinimum,

        @JsonPropertyDescription("Bytes to copy in all, as estimated when the plan was made.")
        long bytes,

        @JsonPropertyDescription("Bytes copied so far, by the same estimate.")
        long bytesDone) {}
