package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebalance is. At most 32 KiB, whatever the number of partitions and shards: nothing in it is per partition, and
 * the one list is bounded.
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = RebalanceStatus.SCHEMA)
public record RebalanceStatus(
        @JsonPropertyDescription("The metadata.generation that this status tells about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("""
                How far it is. Pending: it may begin, and waits for shards to serve. AwaitingApproval: nothing moves until \
                spec.approvedPlan is planHash. Running: partitions move. Paused: no move is started. Aborting: copies are \
                dropped and decided moves end. Completed, Aborted and Superseded are final; Superseded: shards, weights or \
                owners changed, so that the plan is void.""") @Nullable RebalancePhase phase,

        @Size(max = 16) @JsonPropertyDescription("Hash of the plan, to be written to spec.approvedPlan.") @Nullable
        String planHash,

        @Size(max = 1024) @JsonPropertyDescription("What it does, waits for or came to, for people.") @Nullable
        String message,

        @Size(max = 64) @JsonPropertyDescription("Moves done and in all, for people: for example 32/64.") @Nullable
        String moves,

        @Size(max = 64)
        @JsonPropertyDescription("Bytes copied and in all, for people: for example 6.0/12.0 MiB.")
        @Nullable
        String bytes,

        @JsonPropertyDescription("Share of the moves that are done, 0 to 100, rounded down.") @Nullable
        Integer percent,

        @Size(max = 64) @JsonPropertyDescription("""
                Time left, for people, from the time taken so far: for example 12 s. Absent while that can not be \
                told.""") @Nullable
        String eta,

        @JsonPropertyDescription("The same figures as numbers.") @Nullable
        RebalanceFigures figures,

        @Size(max = 50) @JsonPropertyDescription("""
                Moves that wait for something that may not come by itself, at most 50.""") List<BlockedMove> blocked,

        @JsonPropertyDescription("""
                Epoch of the partition map that names the ownership it ended with.""") @Nullable Long reachedEpoch,

        @JsonPropertyDescription("When the first move could begin.") @Nullable
        String startedAt,

        @JsonPropertyDescription("When it came to its end.") @Nullable
        String finishedAt,

        @JsonPropertyDescription("When this status was written; figures are at most 2 s old while partitions move.")
        @Nullable
        String updatedAt) {

    static final String SCHEMA = """
            {
              "properties": {
                "blocked": {"x-kubernetes-list-type": "atomic"},
                "startedAt": {"format": "date-time"},
                "finishedAt": {"format": "date-time"},
                "updatedAt": {"format": "date-time"}
              }
            }
            """;

    /** A status that tells nothing yet. */
    public static final RebalanceStatus EMPTY = new RebalanceStatus(
            null, null, null, null, null, null, null, null, null, List.of(), null, null, null, null);

    /** Makes an absent list empty. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public RebalanceStatus {
        blocked = blocked == null ? List.of() : List.copyOf(blocked);
    }
}
