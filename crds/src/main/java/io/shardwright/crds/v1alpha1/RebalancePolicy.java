package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * How partitions are moved.
 *
 * @param mode who says when
 * @param maxConcurrentMoves hand-offs under way at once over the whole ShardSet, 1 to 64
 */
@ApiType
public record RebalancePolicy(
        @Default("Auto") @JsonPropertyDescription("""
                Who says when partitions move. Auto, the default: a Rebalance is made when shards or weights ask for it, \
                and is carried out at once. Approve: it is made, and nothing moves until its spec.approvedPlan is its \
                plan's hash. Off: none is made and nothing moves, so that shards that are to go stay until they are \
                drained in another mode. Under way when the mode changes: Approve lets it end, Off holds it.""") RebalanceMode mode,

        @Default("4") @Min(1) @Max(64) @JsonPropertyDescription("""
                Hand-offs of this ShardSet that may be under way at once, 1 to 64. Default 4. Each takes at most 16 \
                partitions from one shard to another, and one at a time goes from a shard to the same other. More \
                finishes sooner and leaves less for requests meanwhile.""")
        Integer maxConcurrentMoves) {

    /** Applies the defaults of the API to what was left out. */
    public RebalancePolicy(@Nullable RebalanceMode mode, @Nullable Integer maxConcurrentMoves) {
        this.mode = ShardSetSpec.orElse(mode, RebalanceMode.Auto);
        this.maxConcurrentMoves = ShardSetSpec.orElse(maxConcurrentMoves, 4);
    }
}
