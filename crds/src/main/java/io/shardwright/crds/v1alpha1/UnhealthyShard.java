package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A shard that doesn't serve as it should, and why. */
@ApiType
public record UnhealthyShard(
        @Required @JsonPropertyDescription("Number of the shard.")
        int shard,

        @Size(max = 64) @JsonPropertyDescription("Why, in one word.")
        String reason,

        @Size(max = 256) @JsonPropertyDescription("Why, for people, in at most 256 characters.")
        String message) {}
