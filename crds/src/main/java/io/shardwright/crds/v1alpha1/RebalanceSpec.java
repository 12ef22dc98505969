package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A plan, which only the operator writes, and what users decide of it.
 *
 * @param shardSet name of the ShardSet whose partitions move
 * @param plan where to
 * @param approvedPlan the hash of the plan, once a person approves it; null until then
 * @param paused whether to start no move for now
 * @param abort whether to stop for good
 */
@ApiType
@ValidationRule(
        value = "self.shardSet == oldSelf.shardSet",
        fieldPath = ".shardSet",
        message = "shardSet is immutable, because the plan is for this one ShardSet")
@ValidationRule(
        value = "self.plan == oldSelf.plan",
        fieldPath = ".plan",
        message =
                "plan is immutable, because it is what is approved: edit shards or weights of the ShardSet to get another")
@ValidationRule(
        value = "!has(self.approvedPlan) || self.approvedPlan == self.plan.hash",
        fieldPath = ".approvedPlan",
        messageExpression = """
                'approvedPlan %s is not the hash of this plan: look at the plan, and write %s to approve \
                it'.format([self.approvedPlan, self.plan.hash])""")
@ValidationRule(
        value = "!oldSelf.abort || self.abort",
        fieldPath = ".abort",
        message =
                "abort can not be taken back, because copies may be gone already: delete this Rebalance to have it planned again")
public record RebalanceSpec(
        @Required @Size(min = 1, max = 40) @JsonPropertyDescription("Name of the ShardSet whose partitions move.")
        String shardSet,

        @Required @JsonPropertyDescription("""
                Where partitions are to go, and what that was planned from. Only the operator writes it, once.""") RebalancePlan plan,

        @Size(max = 16) @JsonPropertyDescription("""
                Approves the plan, where spec.rebalance.mode of the ShardSet is Approve: its hash, from status.planHash. \
                Any other value is refused. Once partitions move, removing it changes nothing: pause or abort instead.""") @Nullable
        String approvedPlan,

        @Default("false") @JsonPropertyDescription("""
                Whether to start no move for now. Default false. Moves under way end.""") Boolean paused,

        @Default("false") @JsonPropertyDescription("""
                Whether to stop for good. Default false, and true can not be taken back. Copies under way are dropped, \
                moves that are decided end, and status names the ownership that is left. The ShardSet stays there until \
                its shards or weights are edited, or this Rebalance is deleted.""") Boolean abort) {

    /** Applies the defaults of the API to what was left out. */
    public RebalanceSpec(
            String shardSet,
            RebalancePlan plan,
            @Nullable String approvedPlan,
            @Nullable Boolean paused,
            @Nullable Boolean abort) {
        this.shardSet = shardSet;
        this.plan = plan;
        this.approvedPlan = approvedPlan;
        this.paused = ShardSetSpec.orElse(paused, false);
        this.abort = ShardSetSpec.orElse(abort, false);
    }
}
