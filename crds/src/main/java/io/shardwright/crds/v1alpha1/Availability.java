package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What availability is asked for, and what is assumed to compute the one there is.
 *
 * @param targetPercent of writes to each key, above 0 and below 100; null: none is asked for
 * @param assumedReplicaPercent of a replica together with its node, 1 or more and below 100
 * @param assumedZonePercent of a zone, on top of its nodes', 1 to 100
 * @param assumedDetectionSeconds from a leader's failure until the others notice, 1 to 3600
 */
@ApiType
public record Availability(
        @Pattern("^[1-9][0-9]?(\\.[0-9]{1,9})?$") @JsonPropertyDescription("""
                Share of the time, in percent, that writes to each key are to be possible: from 1 to below 100, such as \
                "99.95" (in quotes). It is compared with the availability computed from the nodes and zones that the pods \
                are on; the condition AvailabilityTargetMet says whether that reaches it and else the cheapest change \
                that would. Left out, nothing is compared.""") @Nullable
        String targetPercent,

        @Default("99.5") @Pattern("^[1-9][0-9]?(\\.[0-9]{1,9})?$") @JsonPropertyDescription("""
                Assumed share of the time, in percent, that a replica together with its node is up: from 1 to below 100, \
                in quotes. Default "99.5". Replicas on the same node fail together.""")
        String assumedReplicaPercent,

        @Default("100") @Pattern("^(100|[1-9][0-9]?(\\.[0-9]{1,9})?)$") @JsonPropertyDescription("""
                Assumed share of the time, in percent, that a zone (the nodes' label topology.kubernetes.io/zone) is up, \
                on top of what is assumed of its nodes: from 1 to 100, in quotes. Default "100": no zone ever fails as a \
                whole.""")
        String assumedZonePercent,

        @Default("10") @Min(1) @Max(3600) @JsonPropertyDescription("""
                Assumed seconds from a leader's failure until the other replicas notice it, 1 to 3600. Default 10. Another \
                5 s are assumed until one of them leads.""")
        Integer assumedDetectionSeconds) {

    /** Applies the defaults of the API to what was left out. */
    public Availability(
            @Nullable String targetPercent,
            @Nullable String assumedReplicaPercent,
            @Nullable String assumedZonePercent,
            @Nullable Integer assumedDetectionSeconds) {
        this.targetPercent = targetPercent;
        this.assumedReplicaPercent = ShardSetSpec.orElse(assumedReplicaPercent, "99.5");
        this.assumedZonePercent = ShardSetSpec.orElse(assumedZonePercent, "100");
        this.assumedDetectionSeconds = ShardSetSpec.orElse(assumedDetectionSeconds, 10);
    }
}
