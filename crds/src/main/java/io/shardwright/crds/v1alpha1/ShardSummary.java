package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How many shards are in which state. A shard counts in each state that it is in. */
@ApiType
public record ShardSummary(
        @JsonPropertyDescription("Shards that have a leader and serve requests.")
        int ready,

        @JsonPropertyDescription("Shards that partitions are moving to or from.")
        int moving,

        @JsonPropertyDescription("Shards that serve with fewer replicas than asked for, or do not serve.")
        int degraded) {}
