package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * The computed availability, for where the pods are. A model: see docs/availability.md.
 *
 * @param write share of the time, in percent, that the worst shard takes writes
 * @param read the same of reads
 * @param writeAllKeys that all shards take writes at once
 * @param readAllKeys the same of reads
 * @param downTime what {@code write} leaves
 * @param worstShard the shard of {@code write}
 * @param why what {@code write} is made of, for people
 */
@ApiType
public record AvailabilityStatus(
        @JsonPropertyDescription("""
                Share of the time, in percent, that writes to each key are possible: router times the worst shard.""") String write,

        @JsonPropertyDescription("Share of the time, in percent, that reads of each key are possible.")
        String read,

        @JsonPropertyDescription("Share of the time, in percent, that writes to all keys are possible at once.")
        String writeAllKeys,

        @JsonPropertyDescription("Share of the time, in percent, that reads of all keys are possible at once.")
        String readAllKeys,

        @JsonPropertyDescription("The time that writes to each key are not possible, by the figure above.")
        DownTime downTime,

        @JsonPropertyDescription("The shard with the lowest availability.") @Nullable
        Integer worstShard,

        @JsonPropertyDescription("What the availability of writes to each key is made of.")
        String why) {}
