package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * What one node class has got.
 *
 * @param shards how many shards are assigned to it
 * @param weight of one of its shards, 0 or more; above 1000 only where it follows from volumes
 * @param partitions how many partitions its shards own together
 * @param shardRanges the numbers of its shards, ascending: {@code 0-2,5}; empty when there are none
 */
@ApiType
public record ClassStatus(
        @Required @JsonPropertyDescription("Name of the node class.")
        String name,

        @JsonPropertyDescription("Shards assigned to this class.")
        int shards,

        @JsonPropertyDescription("Weight of a shard of this class, unless spec.shardWeights names the shard.")
        int weight,

        @JsonPropertyDescription("Partitions that the shards of this class own together.")
        int partitions,

        @JsonPropertyDescription("Numbers of the shards assigned to this class, such as 0-2,5.")
        String shardRanges) {}
