package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** The weight of one shard, which wins over its class's. */
@ApiType
public record ShardWeight(
        @Required @Min(0) @Max(999) @JsonPropertyDescription("Number of the shard, 0 to 999. The first shard is 0.")
        int shard,

        @Required @Min(0) @Max(1000) @JsonPropertyDescription("""
                Relative capacity of this shard, 0 to 1000, on the same scale as the weights of node classes (100 \
                without any). 0 moves all of its partitions to the other shards.""")
        int weight) {}
