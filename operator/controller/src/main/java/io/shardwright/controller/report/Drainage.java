package io.shardwright.controller.report;

import io.shardwright.controller.rebalance.Course.Waiting;
import io.shardwright.controller.step.Step;
import io.shardwright.controller.target.Maintenance;
import io.shardwright.controller.target.Target;
import io.shardwright.controller.text.ShortText;
import io.shardwright.planner.ShardId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether the cordoned nodes that one-replica shards run on can be drained without a request failing.
 *
 * @param ready whether the pods of these shards may be evicted at no cost
 */
record Drainage(boolean ready, Reason reason, String message) {

    /** Empty where no node is cordoned that a one-replica shard runs on. */
    static Optional<Drainage> of(Assessment assessment) {
        return assessment
                .decision()
                .target()
                .map(Target::maintenance)
                .filter(maintenance -> !maintenance.equals(Maintenance.NONE))
                .map(maintenance -> of(maintenance, shard -> isNeeded(assessment, shard), assessment.waiting()));
    }

    /** Whether the pod must stay; while the ShardSet is paused nobody says so of it, and what it owns stays with it. */
    private static boolean isNeeded(Assessment assessment, ShardId shard) {
        return assessment.decision().ownership().now().count(shard) > 0
                || held(assessment).contains(shard);
    }

    private static Set<ShardId> held(Assessment assessment) {
        return assessment.decision().steps().stream()
                .filter(Step.EnsureObjects.class::isInstance)
                .map(Step.EnsureObjects.class::cast)
                .findFirst()
                .map(Step.EnsureObjects::held)
                .orElse(Set.of());
    }

    private static Drainage of(Maintenance maintenance, Predicate<ShardId> isNeeded, Optional<Waiting> waiting) {
        if (!maintenance.staying().isEmpty()) {
            var first = maintenance.staying().firstEntry();
            return new Drainage(
                    false,
                    Reason.NoRoomElsewhere,
                    "the only replicas of shards %s are on cordoned nodes, and what they own has no other place (shard %s: %s): add shards or larger volumes, or uncordon; while their pods are away their keys can't be reached"
                            .formatted(
                                    ShortText.list(maintenance.staying().keySet()), first.getKey(), first.getValue()));
        }
        var leaving = maintenance.leaving().stream().filter(isNeeded).toList();
        if (!leaving.isEmpty() && waiting.isPresent()) {
            return new Drainage(
                    false,
                    Reason.PartitionsStaying,
                    "the only replicas of shards %s are on cordoned nodes, and their keys can't be reached while their pods are away: %s"
                            .formatted(ShortText.list(leaving), waiting.get().message()));
        }
        return leaving.isEmpty()
                ? new Drainage(
                        true,
                        Reason.PartitionsLeft,
                        "the only replicas of shards %s are on cordoned nodes and own nothing: their pods may go"
                                .formatted(ShortText.list(maintenance.leaving())))
                : new Drainage(
                        false,
                        Reason.PartitionsLeaving,
                        "the only replicas of shards %s are on cordoned nodes: their partitions move to other shards, then their pods may go"
                                .formatted(ShortText.list(leaving)));
    }
}
