package io.shardwright.controller.report;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.controller.step.Hindrance;
import io.shardwright.controller.step.PlannedChange.Kind;
import io.shardwright.planner.availability.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions that follow from an assessment. */
final class Conditions {
    private final Assessment assessment;
    private final List<Condition> before;

    private Conditions(Assessment assessment, List<Condition> before) {
        this.assessment = assessment;
        this.before = before;
    }

    /**
     * All conditions, always in the same order.
     *
     * @param before those of the status so far, whose times stay where nothing changed
     */
    static List<Condition> of(Assessment assessment, List<Condition> before) {
        var conditions = new Conditions(assessment, before);
        return Stream.of(
                        Stream.of(
                                conditions.ready(),
                                conditions.progressing(),
                                conditions.degraded(),
                                conditions.stalled()),
                        conditions.availabilityTargetMet().stream(),
                        conditions.nodesDrainable().stream())
                .flatMap(some -> some)
                .toList();
    }

    private Optional<Hindrance> stalling() {
        return assessment.decision().hindrance().filter(Hindrance::stalled);
    }

    private Condition ready() {
        if (stalling().isPresent()) {
            return condition(
                    ConditionType.Ready,
                    false,
                    stalling().get().reason(),
                    stalling().get().message());
        }
        var down = assessment.in(State.DOWN);
        if (!down.isEmpty()) {
            return ready(false, Reason.ShardsUnavailable, "shards without a leader: " + Assessment.list(down));
        }
        if (!assessment.outcome().refused().isEmpty()) {
            return ready(
                    false, Reason.ObjectRefused, assessment.outcome().refused().getFirst());
        }
        if (assessment.creating() || assessment.observed().map().isEmpty()) {
            return ready(false, Reason.Creating, assessment.creation());
        }
        if (assessment.movesWait()) {
            return ready(false, Reason.MovesWaiting, "every shard serves; " + Kind.MOVES.text());
        }
        if (assessment.rebalancing()) {
            return ready(false, Reason.Rebalancing, "every shard serves; " + rebalancing());
        }
        if (assessment.removing()) {
            return ready(false, Reason.RemovingShards, assessment.activity().orElse(""));
        }
        var change = assessment.change();
        if (change.isPresent()) {
            return ready(
                    false,
                    Reason.of(change.get()),
                    "every shard serves; " + change.get().text());
        }
        var unclaimed = assessment.unclaimed();
        if (!unclaimed.isEmpty()) {
            return ready(
                    false,
                    Reason.PartitionsUnclaimed,
                    "%d partitions have no owner that confirms it".formatted(unclaimed.size()));
        }
        if (assessment.observed().routersReady() == 0) {
            return ready(false, Reason.RouterUnavailable, "no router pod is ready");
        }
        int shards = assessment.health().size();
        String serve = "%d of %d shards serve".formatted(shards, shards);
        return ready(
                true,
                Reason.AllShardsServe,
                assessment
                        .waiting()
                        .map(waiting -> serve + "; " + waiting.message())
                        .orElse(serve));
    }

    private Condition ready(boolean value, Reason reason, String message) {
        return condition(ConditionType.Ready, value, reason.name(), message);
    }

    /** Without figures: a condition changes when the phase does. */
    private String rebalancing() {
        return "partitions move to the shards that should own them, at least %d in all"
                .formatted(assessment.progress().lowerBound());
    }

    private Condition progressing() {
        var hindrance = assessment.decision().hindrance();
        if (hindrance.isPresent()) {
            return condition(
                    ConditionType.Progressing,
                    false,
                    hindrance.get().reason(),
                    hindrance.get().message());
        }
        if (assessment.creating()) {
            return condition(ConditionType.Progressing, true, Reason.Creating.name(), "shards are being created");
        }
        if (assessment.movesWait()) {
            return condition(ConditionType.Progressing, true, Reason.MovesWaiting.name(), Kind.MOVES.text());
        }
        if (assessment.rebalancing()) {
            return condition(ConditionType.Progressing, true, Reason.Rebalancing.name(), rebalancing());
        }
        if (assessment.removing()) {
            return condition(
                    ConditionType.Progressing,
                    true,
                    Reason.RemovingShards.name(),
                    "shards that own nothing are being removed");
        }
        return assessment
                .change()
                .map(kind -> condition(
                        ConditionType.Progressing, true, Reason.of(kind).name(), kind.text()))
                .or(() -> assessment
                        .waiting()
                        .map(waiting ->
                                condition(ConditionType.Progressing, false, waiting.reason(), waiting.message())))
                .orElseGet(() ->
                        condition(ConditionType.Progressing, false, Reason.Settled.name(), "nothing is left to do"));
    }

    private Condition degraded() {
        var shards = assessment.health().stream()
                .filter(shard -> shard.state() == State.DEGRADED || shard.state() == State.DOWN)
                .toList();
        return shards.isEmpty()
                ? condition(
                        ConditionType.Degraded, false, Reason.AllReplicasPresent.name(), "no shard has lost a replica")
                : condition(
                        ConditionType.Degraded,
                        true,
                        Reason.ReplicasMissing.name(),
                        "shards with fewer replicas than asked for: " + Assessment.list(shards));
    }

    private Condition stalled() {
        if (stalling().isPresent()) {
            return condition(
                    ConditionType.Stalled,
                    true,
                    stalling().get().reason(),
                    stalling().get().message());
        }
        return assessment.outcome().refused().isEmpty()
                ? condition(ConditionType.Stalled, false, Reason.NothingInTheWay.name(), "the specification can be met")
                : condition(
                        ConditionType.Stalled,
                        true,
                        Reason.ObjectRefused.name(),
                        assessment.outcome().refused().getFirst());
    }

    /** Absent without a target; unknown while shards are being created. */
    private Optional<Condition> availabilityTargetMet() {
        if (assessment.observed().spec().availability().targetPercent() == null) {
            return Optional.empty();
        }
        return Optional.of(assessment
                .availability()
                .flatMap(judgement -> judgement.verdict())
                .map(verdict -> condition(
                        ConditionType.AvailabilityTargetMet,
                        verdict instanceof Verdict.Met,
                        reason(verdict).name(),
                        verdict.toString()))
                .orElseGet(() -> condition(
                        ConditionType.AvailabilityTargetMet,
                        "Unknown",
                        Reason.Creating.name(),
                        "it is computed when every shard has its pods")));
    }

    private Optional<Condition> nodesDrainable() {
        return Drainage.of(assessment)
                .map(drainage -> condition(
                        ConditionType.NodesDrainable,
                        drainage.ready(),
                        drainage.reason().name(),
                        drainage.message()));
    }

    private static Reason reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Met met -> Reason.TargetMet;
            case Verdict.Improvable improvable -> Reason.TargetMissed;
            case Verdict.Unreachable unreachable -> Reason.TargetOutOfReach;
        };
    }

    private Condition condition(ConditionType type, boolean value, String reason, String message) {
        return condition(type, value ? "True" : "False", reason, message);
    }

    private Condition condition(ConditionType type, String status, String reason, String message) {
        String since = before.stream()
                .filter(condition -> condition.getType().equals(type.name())
                        && condition.getStatus().equals(status))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElseGet(() -> seconds(assessment.observed().at()));
        return new ConditionBuilder()
                .withType(type.name())
                .withStatus(status)
                .withObservedGeneration(
                        assessment.observed().shardSet().getMetadata().getGeneration())
                .withLastTransitionTime(since)
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
