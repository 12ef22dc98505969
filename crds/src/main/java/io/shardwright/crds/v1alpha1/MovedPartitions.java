package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/**
 * The partitions that have one own epoch, above 1.
 *
 * @param epoch raised each time that a partition moves
 * @param ranges the partitions, ascending: {@code 0-127,512}
 */
@ApiType
public record MovedPartitions(
        @Required @Min(2) @JsonPropertyDescription("Own epoch of these partitions, 2 or more.")
        long epoch,

        @Required
        @Pattern(ShardOwnership.RANGES)
        @JsonPropertyDescription("Partitions that have this epoch, such as 0-127,512.")
        String ranges) {}
