package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How partitions are moved.
 *
 * @param mode who says when
 * @param maxConcurrentMoves hand-offs under way at once over the whole ShardSet, 1 to 64
 * @param maxBytesPerSecond bytes of keys and values that all hand-offs together may copy in a second, 1Mi to 1Ti
 * @param maxBytesPerSecondPerShard the same for those from one shard, and for those to one shard; null for no further limit
 */
@ApiType
@ValidationRule(
        value = """
                !has(self.maxBytesPerSecond) || (isQuantity(string(self.maxBytesPerSecond)) \
                && quantity(string(self.maxBytesPerSecond)).compareTo(quantity('1Mi')) >= 0 \
                && quantity(string(self.maxBytesPerSecond)).compareTo(quantity('1Ti')) <= 0)""",
        fieldPath = ".maxBytesPerSecond",
        message = "maxBytesPerSecond must be a quantity of bytes from 1Mi to 1Ti, for example 64Mi")
@ValidationRule(
        value = """
                !has(self.maxBytesPerSecondPerShard) || (isQuantity(string(self.maxBytesPerSecondPerShard)) \
                && quantity(string(self.maxBytesPerSecondPerShard)).compareTo(quantity('1Mi')) >= 0 \
                && quantity(string(self.maxBytesPerSecondPerShard)).compareTo(quantity('1Ti')) <= 0)""",
        fieldPath = ".maxBytesPerSecondPerShard",
        message = "maxBytesPerSecondPerShard must be a quantity of bytes from 1Mi to 1Ti, for example 16Mi")
public record RebalancePolicy(
        @Default("Auto") @JsonPropertyDescription("""
                Who says when partitions move. Auto, the default: a Rebalance is made when shards or weights ask for it, \
                and is carried out at once. Approve: it is made, and nothing moves until its spec.approvedPlan is its \
                plan's hash. Off: none is made and nothing moves, so that shards that are to go stay until they are \
                drained in another mode. Under way when the mode changes: Approve lets it end, Off holds it.""") RebalanceMode mode,

        @Default("1") @Min(1) @Max(64) @JsonPropertyDescription("""
                Hand-offs of this ShardSet that may be under way at once, 1 to 64. Default 1, which copies as fast as \
                maxBytesPerSecond lets it. Each takes at most 16 partitions from one shard to another, and one at a time goes \
                from a shard to the same other. More finishes sooner where partitions are small and shards many, and leaves \
                less for requests meanwhile.""")
        Integer maxConcurrentMoves,

        @Default("64Mi") @JsonPropertyDescription("""
                Bytes of keys and values that all hand-offs of this ShardSet together may copy in a second, 1Mi to 1Ti. \
                Default 64Mi. Those that copy share it evenly. A shard copies less while its requests are slow; the few \
                changes that are left behind a fence are not held up, because writes wait for them; nor is a copy that writes \
                overtake, because it would never end. The application may keep to a limit of its own beside: the sample \
                store to 64Mi from each shard and 64Mi to each.""") Quantity maxBytesPerSecond,

        @JsonPropertyDescription("""
                Bytes of keys and values that the hand-offs from one shard together may copy in a second, and likewise \
                those to one shard, 1Mi to 1Ti. Left out, only maxBytesPerSecond limits them.""") @Nullable Quantity maxBytesPerSecondPerShard) {

    /** Applies the defaults of the API to what was left out. */
    public RebalancePolicy(
            @Nullable RebalanceMode mode,
            @Nullable Integer maxConcurrentMoves,
            @Nullable Quantity maxBytesPerSecond,
            @Nullable Quantity maxBytesPerSecondPerShard) {
        this.mode = ShardSetSpec.orElse(mode, RebalanceMode.Auto);
        this.maxConcurrentMoves = ShardSetSpec.orElse(maxConcurrentMoves, 1);
        this.maxBytesPerSecond = ShardSetSpec.orElse(maxBytesPerSecond, new Quantity("64Mi"));
        this.maxBytesPerSecondPerShard = maxBytesPerSecondPerShard;
    }

    /** {@link #maxBytesPerSecond} as a number, rounded down; at least 1. */
    public long bytesPerSecond() {
        return bytes(maxBytesPerSecond);
    }

    /** {@link #maxBytesPerSecondPerShard} as a number, rounded down; at least 1. Without one, what all may copy together. */
    public long bytesPerSecondPerShard() {
        return maxBytesPerSecondPerShard == null ? bytesPerSecond() : bytes(maxBytesPerSecondPerShard);
    }

    private static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .max(BigDecimal.ONE)
                .longValue();
    }
}
