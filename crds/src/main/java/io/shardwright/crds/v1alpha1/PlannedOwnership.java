package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/**
 * What one shard is to own.
 *
 * @param shard its number, 0 to 999
 * @param ranges its partitions, ascending: {@code 0-127,512}
 */
@ApiType
public record PlannedOwnership(
        @Required @Min(0) @Max(999) @JsonPropertyDescription("Number of the shard.")
        int shard,

        @Required
        @Pattern(ShardOwnership.RANGES)
        @JsonPropertyDescription("Partitions that the shard is to own, such as 0-127,512.")
        String ranges) {}
