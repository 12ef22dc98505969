package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * Partitions that can't go from one shard to another for now.
 *
 * @param from number of the source shard
 * @param to number of the target shard
 * @param partitions how many
 * @param reason what they wait for
 */
@ApiType
public record BlockedMove(
        @JsonPropertyDescription("Number of the shard that owns them.")
        int from,

        @JsonPropertyDescription("Number of the shard that is to own them.")
        int to,

        @JsonPropertyDescription("How many partitions.") int partitions,

        @Size(max = 256) @JsonPropertyDescription("What they wait for.")
        String reason) {}
