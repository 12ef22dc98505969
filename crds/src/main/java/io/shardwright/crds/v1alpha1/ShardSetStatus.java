package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator observed of a sharded deployment and how far it has come with the specification.
 *
 * <p>At most 32 KiB at 1,000 shards: nothing in it is per shard, other than the bounded list of unhealthy ones and the
 * shard ranges of the classes.
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = ShardSetStatus.SCHEMA)
public record ShardSetStatus(
        @JsonPropertyDescription("The metadata.generation that this status tells about.") @Nullable
        Long observedGeneration,

        @Size(max = 16) @JsonPropertyDescription("""
                Ready: every shard serves and the specification is in place. Progressing: something is being created \
                or moved. Degraded: a shard has lost replicas. Stalled: the specification can not be met as it is; \
                the message names the field and a value that would work. AvailabilityTargetMet, where a target is \
                set: the computed availability of writes reaches it; the message names the cheapest change if not.""") List<Condition> conditions,

        @StatusReplicas @JsonPropertyDescription("Shards that exist, including those that are being drained.") @Nullable
        Integer shards,

        @LabelSelector @JsonPropertyDescription("""
                Label selector of one pod of each shard, for autoscalers, which count shards by it.""") @Nullable
        String selector,

        @JsonPropertyDescription("""
                Epoch of the partition map that is published. It rises with every change of ownership.""") @Nullable Long epoch,

        @JsonPropertyDescription("How many shards are in which state.") @Nullable
        ShardSummary shardSummary,

        @Size(max = 32) @JsonPropertyDescription("""
                Shards that do not serve as they should, lowest number first, at most 32; shardSummary counts them \
                all.""") List<UnhealthyShard> unhealthyShards,

        @Size(max = 17) @JsonPropertyDescription("""
                The node classes, with the shards assigned to each; one entry named default if spec.nodeClasses is \
                left out. The assignment is kept as far as the counts allow.""") List<ClassStatus> classes,

        @JsonPropertyDescription("How evenly the partitions are spread, and what moves to make it so.") @Nullable
        Balance balance,

        @JsonPropertyDescription("""
                The availability computed from the nodes and zones that the pods are on.""") @Nullable AvailabilityStatus availability,

        @JsonPropertyDescription("""
                What is going on, for people: for example 37/96 moves, about 12 s left. Absent when nothing is.""") @Nullable String progress) {

    static final String SCHEMA = """
            {
              "properties": {
                "conditions": {
                  "x-kubernetes-list-type": "map",
                  "x-kubernetes-list-map-keys": ["type"],
                  "items": {
                    "required": ["type", "status", "lastTransitionTime", "reason", "message"],
                    "properties": {
                      "type": {"description": "Ready, Progressing, Degraded, Stalled, AvailabilityTargetMet or NodesDrainable.", "maxLength": 316},
                      "status": {"description": "True, False or Unknown.", "pattern": "^(True|False|Unknown)$"},
                      "lastTransitionTime": {"description": "When status last changed.", "format": "date-time"},
                      "reason": {"description": "Why, in one word.", "minLength": 1, "maxLength": 1024},
                      "message": {"description": "Why, for people.", "maxLength": 32768},
                      "observedGeneration": {"description": "The metadata.generation it tells about.", "minimum": 0}
                    }
                  }
                },
                "unhealthyShards": {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["shard"]},
                "classes": {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]}
              }
            }
            """;

    /** A status that tells nothing yet. */
    public static final ShardSetStatus EMPTY =
            new ShardSetStatus(null, List.of(), null, null, null, null, List.of(), List.of(), null, null, null);

    /** Makes absent collections empty. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public ShardSetStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        unhealthyShards = unhealthyShards == null ? List.of() : List.copyOf(unhealthyShards);
        classes = classes == null ? List.of() : List.copyOf(classes);
    }
}
