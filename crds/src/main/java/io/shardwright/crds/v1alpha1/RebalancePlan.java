package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Where partitions are to go, and what that was planned from.
 *
 * @param hash of the weights, and of every partition's owner and own epoch when it was made: 16 hexadecimal digits
 * @param weights digest of the weight of each shard: 16 hexadecimal digits
 * @param epochSum the sum of all partitions' own epochs when it was made; it rises by one with each hand-over
 * @param partitions how many partitions there are
 * @param moves partitions that had to change their owner
 * @param movesLowerBound the fewest that any plan could have moved
 * @param bytes estimated to be copied: of each source its bytes, times the share of its partitions that leave it
 * @param maxOverFairBefore the largest ratio of what a shard owned to its fair share, with two decimals
 * @param maxOverFairAfter the same once it is carried out
 * @param target what each shard is to own, by ascending shard; every partition is in exactly one
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = RebalancePlan.SCHEMA)
public record RebalancePlan(
        @Required @Pattern(RebalancePlan.DIGEST) @JsonPropertyDescription("""
                Names this very plan: a digest of the weights, and of the owner and the own epoch of every partition \
                when it was made. Approving it means writing it to spec.approvedPlan.""")
        String hash,

        @Required
        @Pattern(RebalancePlan.DIGEST)
        @JsonPropertyDescription("Digest of the weight of each shard. The plan is void when a weight changes.")
        String weights,

        @Required @Min(0) @JsonPropertyDescription("""
                Sum of the own epochs of all partitions when the plan was made. It rises by one with each partition that \
                changes its owner.""") long epochSum,

        @Required @Min(16) @Max(65536) @JsonPropertyDescription("Number of partitions.")
        int partitions,

        @Required @Min(0) @Max(65536) @JsonPropertyDescription("Partitions that had to change their owner.")
        int moves,

        @Required
        @Min(0)
        @Max(65536)
        @JsonPropertyDescription("The fewest partitions that any plan would have had to move.")
        int movesLowerBound,

        @Required @Min(0) @JsonPropertyDescription("""
                Bytes to copy, as estimated when the plan was made: the bytes of each source, times the share of its \
                partitions that leave it.""") long bytes,

        @Required @Size(max = 16) @JsonPropertyDescription("""
                The largest ratio, over all shards, of the partitions a shard owned to its weighted fair share, when the \
                plan was made.""")
        String maxOverFairBefore,

        @Required @Size(max = 16) @JsonPropertyDescription("The same once the plan is carried out.")
        String maxOverFairAfter,

        @Required
        @Size(max = 1000)
        @JsonPropertyDescription("What each shard is to own, in the order of their numbers.")
        List<PlannedOwnership> target) {

    static final String DIGEST = "^[0-9a-f]{16}$";

    static final String SCHEMA = """
            {"properties": {"target": {"x-kubernetes-list-type": "atomic"}}}
            """;

    /** Makes an absent target empty. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public RebalancePlan {
        target = target == null ? List.of() : List.copyOf(target);
    }
}
