package io.shardwright.controller.rebalance;

import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.rebalance.RebalanceWrite.Notice;
import io.shardwright.controller.render.RebalanceObject;
import io.shardwright.controller.target.Target;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalancePlan;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.planner.MoveBound;
import io.shardwright.planner.Plan;
import io.shardwright.planner.ShardId;
import java.util.Locale;
import java.util.TreeMap;

/** A Rebalance that is to be made of a plan. */
final class RebalanceDraft {
    private final Observed observed;
    private final Plan plan;
    private final RebalancePlan recorded;

    RebalanceDraft(Observed observed, ConfirmedOwnership ownership, Target target, Plan plan) {
        this.observed = observed;
        this.plan = plan;
        var before = ownership.afterDecided();
        String weights = PlanDigest.ofWeights(target.weights());
        this.recorded = new RebalancePlan(
                PlanDigest.ofPlan(weights, ownership),
                weights,
                ownership.epochSumAfterDecided(),
                ownership.partitions(),
                before.differences(plan.target()),
                Math.max(0, MoveBound.minimumMoves(before, target.weights())),
                bytes(observed, ownership, plan),
                ratio(plan.before().maxOverFair()),
                ratio(plan.after().maxOverFair()),
                RecordedRebalance.encode(plan.target()));
    }

    Rebalance rebalance(int number) {
        return RebalanceObject.of(
                observed.shardSet(),
                RecordedRebalance.name(observed, number),
                new RebalanceSpec(observed.shardSet().getMetadata().getName(), recorded, null, false, false));
    }

    Notice planned() {
        return new Notice(
                false,
                "RebalancePlanned",
                "%d partitions are to move (at least %d have to), about %s; balance %s -> %s"
                        .formatted(
                                recorded.moves(),
                                recorded.movesLowerBound(),
                                Bytes.text(recorded.bytes()),
                                plan.before(),
                                plan.after()));
    }

    /** Of each source its bytes, times the share of its partitions that leave it. */
    private static long bytes(Observed observed, ConfirmedOwnership ownership, Plan plan) {
        var before = ownership.afterDecided();
        var leaving = new TreeMap<ShardId, Integer>();
        for (int p = 0; p < before.partitions(); p++) {
            var owner = before.owner(p);
            if (owner.isPresent() && !owner.equals(plan.target().owner(p))) {
                leaving.merge(owner.get(), 1, Integer::sum);
            }
        }
        double bytes = 0;
        for (var entry : leaving.entrySet()) {
            double held =
                    observed.leader(entry.getKey()).map(ShardStatus::bytes).orElse(0L);
            bytes += held * entry.getValue() / before.count(entry.getKey());
        }
        return Math.round(bytes);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
