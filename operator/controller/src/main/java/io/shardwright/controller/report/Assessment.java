package io.shardwright.controller.report;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.OpenMove;
import io.shardwright.controller.rebalance.Course.Waiting;
import io.shardwright.controller.report.AvailabilityJudge.Judgement;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.controller.step.Decision;
import io.shardwright.controller.step.PlannedChange;
import io.shardwright.controller.text.ShortText;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.ShardId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is observed and decided, judged: the one place from which status, conditions and metrics are made.
 *
 * @param health of each shard that exists, by ascending shard
 * @param absent shards that are wanted and don't exist yet
 * @param availability as computed; empty while shards are being created
 */
record Assessment(
        Observed observed,
        Decision decision,
        Outcome outcome,
        List<ShardHealth> health,
        List<ShardId> absent,
        Progress progress,
        Optional<Judgement> availability) {

    private static final int LONGEST_ACTIVITY = 512;

    static Assessment of(
            Observed observed, Decision decision, Outcome outcome, Patience patience, AvailabilityJudge judge) {
        var health = patience.tell(
                observed.uid(),
                observed.shards().values().stream()
                        .map(shard -> ShardHealth.of(observed, shard))
                        .toList(),
                observed.at());
        var absent = decision.target().stream()
                .flatMap(target -> target.placements().stream())
                .map(placement -> placement.shard())
                .filter(shard -> observed.shard(shard).isEmpty())
                .toList();
        var progress = Progress.of(observed, decision);
        var assessment = new Assessment(observed, decision, outcome, health, absent, progress, Optional.empty());
        return assessment.creating() || observed.shards().isEmpty()
                ? assessment
                : new Assessment(
                        observed, decision, outcome, health, absent, progress, Optional.of(judge.judge(observed)));
    }

    /** Shards in this state. */
    List<ShardHealth> in(State state) {
        return health.stream().filter(shard -> shard.state() == state).toList();
    }

    /** Shards that partitions are moving to or from. */
    int moving() {
        return (int) decision.ownership().movesInFlight().stream()
                .flatMap(OpenMove::ends)
                .distinct()
                .count();
    }

    /** The largest ratio of the partitions that a shard owns to its fair share; not a number where none is told. */
    double maxOverFair() {
        return decision.target()
                                .map(target -> Planner.plan(
                                        PlanRequest.of(decision.ownership().now(), target.weights())))
                                .orElse(null)
                        instanceof PlanResult.Planned(var plan)
                ? plan.before().maxOverFair()
                : Double.NaN;
    }

    boolean creating() {
        return !absent.isEmpty() || !in(State.STARTING).isEmpty();
    }

    /** Until the map that is published tells of the last move too. */
    boolean rebalancing() {
        boolean underWay = !decision.ownership().movesInFlight().isEmpty()
                || decision.ownership().aheadOfMap() > 0;
        return observed.map().isPresent()
                && (underWay || (progress.remaining() > 0 && waiting().isEmpty()));
    }

    /** Whether none is under way of the moves that there are to be, because all wait. */
    boolean movesWait() {
        return decision.changes().stream().anyMatch(change -> change.kind() == PlannedChange.Kind.MOVES)
                && decision.ownership().movesInFlight().isEmpty();
    }

    /** Why partitions that aren't where they should be stay; empty if they go, or if all are. */
    Optional<Waiting> waiting() {
        return decision.course().waiting();
    }

    /** Partitions without a confirmed owner, but for those of shards whose silence is too short to be told. */
    PartitionRanges unclaimed() {
        var ownership = decision.ownership();
        var excused = new BitSet();
        in(State.COMPLETE).stream()
                .map(ShardHealth::shard)
                .filter(shard -> observed.shard(shard)
                        .filter(state -> state.leader().isEmpty())
                        .isPresent())
                .forEach(shard -> excused.set(shard.ordinal()));
        var unclaimed = new BitSet();
        ownership.unclaimed().forEach(p -> {
            if (ownership
                    .now()
                    .owner(p)
                    .filter(owner -> excused.get(owner.ordinal()))
                    .isEmpty()) {
                unclaimed.set(p);
            }
        });
        return PartitionRanges.of(unclaimed);
    }

    boolean removing() {
        return decision.removing() > 0;
    }

    /** The planned change of pods or members that is told first, if one is under way. */
    Optional<PlannedChange.Kind> change() {
        return decision.changes().stream()
                .map(PlannedChange::kind)
                .findFirst()
                .or(() -> outcome.setsUpdated() ? Optional.of(PlannedChange.Kind.ROLLOUT) : Optional.empty());
    }

    /** What is going on, for people; empty when nothing is. */
    Optional<String> activity() {
        String all = Stream.concat(phase().stream(), decision.changes().stream().map(PlannedChange::progress))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(ShortText.atMost(LONGEST_ACTIVITY, all));
    }

    private Optional<String> phase() {
        if (rebalancing()) {
            return Optional.of(progress.text());
        }
        if (creating()) {
            return Optional.of(creation());
        }
        if (removing()) {
            return Optional.of("removing %d shards that own nothing".formatted(decision.removing()));
        }
        return waiting().map(Waiting::message);
    }

    /** How far the creation of shards is, and what the first one waits for. */
    String creation() {
        int serving = in(State.COMPLETE).size() + in(State.DEGRADED).size();
        String shards = "%d of %d shards serve".formatted(serving, health.size() + absent.size());
        return in(State.STARTING).stream()
                .findFirst()
                .map(shard -> "%s; shard %s: %s".formatted(shards, shard.shard(), shard.message()))
                .orElse(shards);
    }

    /** Such as {@code 1, 4, 5 and 2 more}. */
    static String list(List<ShardHealth> shards) {
        return ShortText.list(shards.stream().map(ShardHealth::shard).toList());
    }
}
