package io.shardwright.controller.rebalance;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.rebalance.RebalanceWrite.Notice;
import io.shardwright.controller.text.ShortText;
import io.shardwright.crds.v1alpha1.BlockedMove;
import io.shardwright.crds.v1alpha1.RebalanceFigures;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be told of a Rebalance: a phase at once, figures at most once in {@link #FIGURES_INTERVAL}, and nothing when
 * nothing changed.
 */
final class StatusDraft {
    static final Duration FIGURES_INTERVAL = Duration.ofSeconds(2);
    private static final int MOST_SHARDS_NAMED = 8;
    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_REASON = 256;
    private static final int MOST_BEFORE_THE_END = 99;

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final RecordedRebalance rebalance;
    private final Ownership target;
    private final Advance advance;
    private final int remaining;

    StatusDraft(Observed observed, ConfirmedOwnership ownership, RecordedRebalance rebalance, Ownership target) {
        this.observed = observed;
        this.ownership = ownership;
        this.rebalance = rebalance;
        this.target = target;
        this.advance = new Advance(observed, ownership);
        this.remaining = ownership.partitions() == target.partitions()
                ? ownership.now().differences(target)
                : rebalance.plan().moves();
    }

    /** A phase with what is said of it. */
    record Draft(RebalancePhase phase, String message, List<BlockedMove> blocked) {}

    RecordedRebalance rebalance() {
        return rebalance;
    }

    /** Partitions that aren't where they should be. */
    int remaining() {
        return remaining;
    }

    private int done() {
        return Math.clamp(
                rebalance.plan().moves() - (long) remaining, 0, rebalance.plan().moves());
    }

    /** Whether nothing is under way and the published map tells of all that was. */
    private boolean isQuiet() {
        return ownership.movesInFlight().isEmpty() && ownership.aheadOfMap() == 0;
    }

    /** Whether every partition is where it should be, and the published map says so. */
    boolean isComplete() {
        return remaining == 0 && isQuiet();
    }

    Draft awaitingApproval() {
        String approved = rebalance.spec().approvedPlan();
        String hash = rebalance.plan().hash();
        return draft(
                RebalancePhase.AwaitingApproval,
                approved == null
                        ? "nothing moves until spec.approvedPlan is " + hash
                        : "nothing moves: spec.approvedPlan is %s, and this plan is %s".formatted(approved, hash));
    }

    Draft pending(Obstacles obstacles) {
        return new Draft(
                RebalancePhase.Pending,
                "no two shards between which partitions go both serve yet",
                obstacles.blocked());
    }

    Draft running(Obstacles obstacles) {
        return new Draft(
                RebalancePhase.Running, "partitions move to the shards that should own them", obstacles.blocked());
    }

    /** No move is started, for a reason that is given. */
    Draft held(RebalancePhase phase, String why) {
        return draft(phase, "no move is started: " + why);
    }

    /** It is being aborted, or that is over. */
    Draft aborting() {
        return isQuiet()
                ? draft(RebalancePhase.Aborted, "stopped" + reached())
                : draft(RebalancePhase.Aborting, "copies are dropped, and moves that are decided end");
    }

    Draft completed() {
        return draft(RebalancePhase.Completed, "every partition is where the plan wants it, at epoch " + epoch());
    }

    Draft superseded(String why) {
        return draft(RebalancePhase.Superseded, "void, because %s;%s".formatted(why, reached()));
    }

    private static Draft draft(RebalancePhase phase, String message) {
        return new Draft(phase, message, List.of());
    }

    private long epoch() {
        return observed.map().map(map -> map.spec().epoch()).orElse(0L);
    }

    /** Such as {@code  at epoch 12: 32 of 64 partitions have moved; shard 0 owns 20 (planned 12)}. */
    private String reached() {
        String moved = " at epoch %d: %d of %d partitions have moved"
                .formatted(epoch(), done(), rebalance.plan().moves());
        if (remaining == 0) {
            return moved;
        }
        var now = ownership.now();
        var shards = new TreeSet<ShardId>();
        shards.addAll(now.counts().keySet());
        shards.addAll(target.counts().keySet());
        var elsewhere = shards.stream()
                .filter(shard -> now.count(shard) != target.count(shard))
                .toList();
        return moved
                + elsewhere.stream()
                        .limit(MOST_SHARDS_NAMED)
                        .map(shard ->
                                "shard %s owns %d (planned %d)".formatted(shard, now.count(shard), target.count(shard)))
                        .collect(Collectors.joining(", ", "; ", ""))
                + (elsewhere.size() > MOST_SHARDS_NAMED
                        ? " and %d more".formatted(elsewhere.size() - MOST_SHARDS_NAMED)
                        : "");
    }

    /** The write that makes the status what it should be, if one is due. */
    Optional<RebalanceWrite> write(Draft draft) {
        var before = rebalance.status();
        var now = status(draft, before);
        if (withoutTime(now).equals(withoutTime(before))) {
            return Optional.empty();
        }
        boolean onlyFigures = withoutFigures(now).equals(withoutFigures(before));
        boolean tooSoon = before.updatedAt() != null
                && observed.at().isBefore(Instant.parse(before.updatedAt()).plus(FIGURES_INTERVAL));
        return onlyFigures && tooSoon
                ? Optional.empty()
                : Optional.of(new RebalanceWrite.Report(rebalance.name(), now, notice(before, now)));
    }

    private RebalanceStatus status(Draft draft, RebalanceStatus before) {
        var plan = rebalance.plan();
        int done = done();
        long bytesDone = bytesDone(done);
        double share = advance.share(done, plan.moves());
        boolean begins = draft.phase() == RebalancePhase.Running && before.startedAt() == null;
        String startedAt = begins ? seconds(observed.at()) : before.startedAt();
        var left = draft.phase() == RebalancePhase.Running && startedAt != null
                ? TimeLeft.of(Instant.parse(startedAt), observed.at(), share)
                : Optional.<TimeLeft>empty();
        return new RebalanceStatus(
                generation(),
                draft.phase(),
                plan.hash(),
                ShortText.atMost(LONGEST_MESSAGE, draft.message()),
                done + "/" + plan.moves(),
                Bytes.text(bytesDone, plan.bytes()),
                remaining == 0 ? 100 : Math.min(MOST_BEFORE_THE_END, (int) (100 * share)),
                left.map(TimeLeft::toString).orElse(null),
                new RebalanceFigures(
                        plan.moves(), done, plan.moves() - plan.movesLowerBound(), plan.bytes(), bytesDone),
                draft.blocked().stream()
                        .map(blocked -> new BlockedMove(
                                blocked.from(),
                                blocked.to(),
                                blocked.partitions(),
                                ShortText.atMost(LONGEST_REASON, blocked.reason())))
                        .toList(),
                draft.phase().isFinal() ? (Long) epoch() : null,
                startedAt,
                draft.phase().isFinal() ? seconds(observed.at()) : null,
                seconds(observed.at()));
    }

    /** One that is just being made has none yet; its first is 1. */
    private long generation() {
        return Objects.requireNonNullElse(rebalance.resource().getMetadata().getGeneration(), 1L);
    }

    /** The estimate's share for what is done, and what the copies under way have come to. */
    private long bytesDone(int done) {
        var plan = rebalance.plan();
        if (plan.moves() == 0) {
            return plan.bytes();
        }
        return Math.min(plan.bytes(), (long) ((double) plan.bytes() * done / plan.moves()) + advance.bytesCopied());
    }

    private static RebalanceStatus withoutTime(RebalanceStatus status) {
        return new RebalanceStatus(
                status.observedGeneration(),
                status.phase(),
                status.planHash(),
                status.message(),
                status.moves(),
                status.bytes(),
                status.percent(),
                status.eta(),
                status.figures(),
                status.blocked(),
                status.reachedEpoch(),
                status.startedAt(),
                status.finishedAt(),
                null);
    }

    private static RebalanceStatus withoutFigures(RebalanceStatus status) {
        return new RebalanceStatus(
                status.observedGeneration(),
                status.phase(),
                status.planHash(),
                status.message(),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                status.reachedEpoch(),
                status.startedAt(),
                status.finishedAt(),
                null);
    }

    /** A change of phase, a hash that isn't the plan's, and moves that fail. */
    private Optional<Notice> notice(RebalanceStatus before, RebalanceStatus now) {
        var phase = Objects.requireNonNull(now.phase());
        String message = Objects.requireNonNull(now.message());
        String approved = rebalance.spec().approvedPlan();
        if (phase == RebalancePhase.AwaitingApproval && approved != null && !message.equals(before.message())) {
            return Optional.of(new Notice(true, "PlanHashRefused", message));
        }
        if (phase == before.phase()) {
            return failing(before, now);
        }
        return switch (phase) {
            case Pending -> Optional.empty();
            case AwaitingApproval -> notice("RebalanceAwaitingApproval", message);
            case Running ->
                before.startedAt() == null
                        ? notice("RebalanceStarted", done() + remaining + " partitions move")
                        : notice("RebalanceResumed", remaining + " partitions are left to move");
            case Paused -> notice("RebalancePaused", message);
            case Aborting -> notice("RebalanceAborting", message);
            case Completed ->
                notice(
                        "RebalanceFinished",
                        "%d partitions moved, the minimum was %d"
                                .formatted(
                                        rebalance.plan().moves(),
                                        rebalance.plan().movesLowerBound()));
            case Aborted -> notice("RebalanceAborted", message);
            case Superseded -> notice("RebalanceSuperseded", message);
        };
    }

    /** The first move that fails again and again and didn't before, or not in this way. */
    private static Optional<Notice> failing(RebalanceStatus before, RebalanceStatus now) {
        return now.blocked().stream()
                .filter(move -> move.reason().startsWith(Obstacles.TRIED)
                        && !before.blocked().contains(move))
                .findFirst()
                .map(move -> new Notice(
                        true,
                        "MoveFails",
                        "%d partitions from shard %d to shard %d: %s"
                                .formatted(move.partitions(), move.from(), move.to(), move.reason())));
    }

    private static Optional<Notice> notice(String reason, String message) {
        return Optional.of(new Notice(false, reason, message));
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
