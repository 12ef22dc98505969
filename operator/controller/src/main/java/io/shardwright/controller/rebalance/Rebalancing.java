package io.shardwright.controller.rebalance;

import io.shardwright.contract.MovePhase;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.OpenMove;
import io.shardwright.controller.rebalance.Course.Moving;
import io.shardwright.controller.rebalance.Course.Waiting;
import io.shardwright.controller.target.Target;
import io.shardwright.crds.v1alpha1.RebalanceMode;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which Rebalance there should be and how far it may go. A pure function of what is observed.
 *
 * <p>At most one isn't over. It is followed to the target that it records, and no other is planned, as long as what it was
 * planned from holds: the weights; and the owners, other than by its own moves. With R partitions that aren't where the
 * target wants them, E the sum of all partitions' own epochs, each once decided moves are over, and M and E₀ the same when
 * it was planned, each of its moves takes one from R and adds one to E. So M − R − (E − E₀) stays 0; what moves from or to a
 * place that it doesn't want makes it negative, and a copy under way at its beginning that is dropped makes it positive.
 *
 * <p>What isn't wanted any more is settled before the next is planned: copies are dropped, and moves about to be decided are
 * waited for, unless one of their shards has no leader.
 */
public final class Rebalancing {
    /** How many that are over are kept of each ShardSet. */
    static final int KEPT = 10;

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final Target target;
    private final int partitionsPerMove;
    private final List<RebalanceWrite> writes = new ArrayList<>();

    private Rebalancing(Observed observed, ConfirmedOwnership ownership, Target target, int partitionsPerMove) {
        this.observed = observed;
        this.ownership = ownership;
        this.target = target;
        this.partitionsPerMove = partitionsPerMove;
    }

    /**
     * What to do about ownership.
     *
     * @param partitionsPerMove bound on the partitions of one move
     */
    public static Course course(Observed observed, ConfirmedOwnership ownership, Target target, int partitionsPerMove) {
        return new Rebalancing(observed, ownership, target, partitionsPerMove).course();
    }

    /**
     * What there is, while nothing is to be done about it.
     *
     * @param plan what would move
     */
    public static Course looking(Observed observed, ConfirmedOwnership ownership, Optional<Plan> plan) {
        var history = RecordedRebalance.of(observed);
        var last = history.isEmpty() ? Optional.<RecordedRebalance>empty() : Optional.of(history.getLast());
        int remaining = last.map(rebalance -> new StatusDraft(observed, ownership, rebalance, rebalance.target()))
                .map(StatusDraft::remaining)
                .orElse(0);
        return new Course(List.of(), Moving.START_NONE, plan, Optional.empty(), last, remaining);
    }

    /** What to do while the specification is refused: no move starts. What was begun is paused, and may be aborted. */
    public static Course whileRefused(Observed observed, ConfirmedOwnership ownership) {
        var history = RecordedRebalance.of(observed);
        return history.reversed().stream()
                .filter(rebalance -> !rebalance.isOver())
                .findFirst()
                .map(open -> {
                    var draft = new StatusDraft(observed, ownership, open, open.target());
                    boolean aborts = open.spec().abort();
                    var status = aborts
                            ? draft.aborting()
                            : draft.held(
                                    open.startedAt().isPresent() ? RebalancePhase.Paused : RebalancePhase.Pending,
                                    "the specification of the ShardSet is refused, and its status says why");
                    return new Course(
                            draft.write(status).stream().toList(),
                            aborts ? Moving.DROP_COPIES : Moving.START_NONE,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(open),
                            draft.remaining());
                })
                .orElse(Course.NONE);
    }

    private Course course() {
        var history = RecordedRebalance.of(observed);
        forgetOld(history);
        var open = history.stream().filter(rebalance -> !rebalance.isOver()).toList();
        for (var rebalance : open) {
            if (rebalance != open.getLast()) {
                supersede(rebalance, "a later one was made");
            }
        }
        if (open.isEmpty()) {
            return next(history);
        }
        var current = open.getLast();
        var wanted = current.target();
        var voided = whyVoid(current, wanted);
        if (voided.isPresent()) {
            supersede(current, voided.get());
            return next(history);
        }
        return follow(current, wanted);
    }

    private void forgetOld(List<RecordedRebalance> history) {
        var over = history.stream().filter(RecordedRebalance::isOver).toList();
        over.stream()
                .limit(Math.max(0, over.size() - KEPT))
                .forEach(old -> writes.add(new RebalanceWrite.Forget(old.name())));
    }

    private void supersede(RecordedRebalance rebalance, String why) {
        var draft = new StatusDraft(observed, ownership, rebalance, rebalance.target());
        draft.write(draft.superseded(why)).ifPresent(writes::add);
    }

    /** Why what a plan was made from doesn't hold any more; empty if it does, or if that can't be told now. */
    private Optional<String> whyVoid(RecordedRebalance rebalance, Ownership wanted) {
        var plan = rebalance.plan();
        if (plan.partitions() != ownership.partitions()
                || !plan.weights().equals(PlanDigest.ofWeights(target.weights()))) {
            return Optional.of("shards or weights of the ShardSet were edited");
        }
        boolean begun = rebalance.startedAt().isPresent();
        if (!begun && observed.spec().rebalance().mode() == RebalanceMode.Off) {
            return Optional.of("spec.rebalance.mode of the ShardSet is Off");
        }
        if (rebalance.spec().abort() || !ownership.unclaimed().isEmpty()) {
            return Optional.empty();
        }
        int remaining = ownership.afterDecided().differences(wanted);
        long handedOver = ownership.epochSumAfterDecided() - plan.epochSum();
        boolean moved =
                begun ? plan.moves() - remaining - handedOver < 0 : plan.moves() != remaining || handedOver != 0;
        return moved
                ? Optional.of("partitions have changed their owner by something else since it was planned")
                : Optional.empty();
    }

    private Course follow(RecordedRebalance current, Ownership wanted) {
        var draft = new StatusDraft(observed, ownership, current, wanted);
        var plan = planned(Planner.toward(request(), wanted));
        var mode = observed.spec().rebalance().mode();
        boolean begun = current.startedAt().isPresent();
        if (current.spec().abort() && draft.remaining() > 0) {
            return course(draft, draft.aborting(), Moving.DROP_COPIES, plan, Optional.empty());
        }
        if (draft.isComplete()) {
            return course(draft, draft.completed(), Moving.START_NONE, plan, Optional.empty());
        }
        if (!begun && mode == RebalanceMode.Approve && !current.isApproved()) {
            return course(draft, draft.awaitingApproval(), Moving.START_NONE, plan, awaitsApproval(current));
        }
        if (mode == RebalanceMode.Off || current.spec().paused()) {
            String why = mode == RebalanceMode.Off
                    ? "spec.rebalance.mode of the ShardSet is Off"
                    : "spec.paused of Rebalance " + current.name() + " is true";
            return course(
                    draft,
                    draft.held(RebalancePhase.Paused, why),
                    Moving.START_NONE,
                    plan,
                    Optional.of(new Waiting("RebalancePaused", waiting(draft.remaining(), why))));
        }
        var obstacles = new Obstacles(observed, ownership, target, plan);
        boolean begins =
                begun || obstacles.someCanStart() || !ownership.movesInFlight().isEmpty();
        return course(
                draft,
                begins ? draft.running(obstacles) : draft.pending(obstacles),
                Moving.START,
                plan,
                Optional.empty());
    }

    private Course course(
            StatusDraft draft,
            StatusDraft.Draft status,
            Moving moving,
            Optional<Plan> plan,
            Optional<Waiting> waiting) {
        draft.write(status).ifPresent(writes::add);
        return new Course(writes, moving, plan, waiting, Optional.of(draft.rebalance()), draft.remaining());
    }

    /** No Rebalance is followed: make one if partitions should be elsewhere. */
    private Course next(List<RecordedRebalance> history) {
        var fresh = planned(Planner.plan(request()));
        var last = history.isEmpty() ? Optional.<RecordedRebalance>empty() : Optional.of(history.getLast());
        int remaining = fresh.map(plan -> ownership.afterDecided().differences(plan.target()))
                .orElse(0);
        if (fresh.isEmpty() || remaining == 0) {
            return new Course(writes, Moving.START_NONE, fresh, Optional.empty(), last, 0);
        }
        var waiting = whyNoneIsMade(last, remaining);
        if (waiting.isPresent() || isUnsettled(fresh.get())) {
            return new Course(writes, Moving.START_NONE, fresh, waiting, last, remaining);
        }
        int number = last.map(RecordedRebalance::number).orElse(0) + 1;
        var draft = new RebalanceDraft(observed, ownership, target, fresh.get());
        var made = draft.rebalance(number);
        writes.add(new RebalanceWrite.Create(made, Optional.of(draft.planned())));
        var course = follow(new RecordedRebalance(number, made), fresh.get().target());
        // It's on record with the next look; until then nothing starts.
        return new Course(course.writes(), Moving.START_NONE, fresh, course.waiting(), course.current(), remaining);
    }

    private PlanRequest request() {
        return PlanRequest.of(ownership.afterMovesInFlight(), target.weights())
                .withMaxPartitionsPerBatch(partitionsPerMove);
    }

    private Optional<Waiting> whyNoneIsMade(Optional<RecordedRebalance> last, int remaining) {
        if (observed.spec().rebalance().mode() == RebalanceMode.Off) {
            return Optional.of(new Waiting(
                    "RebalanceOff",
                    waiting(remaining, "spec.rebalance.mode is Off: set it to Auto or Approve to have them moved")));
        }
        return last.filter(rebalance -> rebalance.status().phase() == RebalancePhase.Aborted
                        && rebalance.plan().weights().equals(PlanDigest.ofWeights(target.weights())))
                .map(aborted -> new Waiting(
                        "RebalanceAborted",
                        waiting(
                                remaining,
                                "Rebalance %s was aborted at epoch %d: edit shards or weights, or delete it to have the rest planned again"
                                        .formatted(
                                                aborted.name(), aborted.status().reachedEpoch()))));
    }

    private Optional<Waiting> awaitsApproval(RecordedRebalance current) {
        return Optional.of(new Waiting(
                "RebalanceAwaitingApproval",
                waiting(
                        current.plan().moves(),
                        "plan %s of Rebalance %s waits for approval: kubectl shards rebalance approve %s"
                                .formatted(current.plan().hash(), current.name(), current.name()))));
    }

    /** Such as {@code 64 partitions stay where they are, and shards 3-4 with them: …}. */
    private String waiting(int remaining, String why) {
        var staying = observed.shards().keySet().stream()
                .filter(shard -> !target.wants(shard) && ownership.now().count(shard) > 0)
                .toList();
        return "%d partitions stay where they are%s: %s"
                .formatted(
                        remaining,
                        staying.isEmpty()
                                ? ""
                                : ", so shards that are to go stay too (%d, from %s)"
                                        .formatted(staying.size(), staying.getFirst()),
                        why);
    }

    /** Whether moves under way have to end first: unwanted ones, and where a person approves the plan all of them. */
    private boolean isUnsettled(Plan fresh) {
        boolean approves = observed.spec().rebalance().mode() == RebalanceMode.Approve;
        return ownership.movesInFlight().stream()
                .filter(move -> move.phase().compareTo(MovePhase.COMMITTED) < 0)
                .filter(move -> move.ends()
                        .allMatch(end -> observed.shard(end)
                                .flatMap(ObservedShard::leader)
                                .isPresent()))
                .anyMatch(move -> approves || !isWanted(move, fresh.target()));
    }

    private static boolean isWanted(OpenMove move, Ownership wanted) {
        return move.partitions().stream()
                .allMatch(p -> wanted.owner(p).filter(move.to()::equals).isPresent());
    }

    private static Optional<Plan> planned(PlanResult result) {
        return switch (result) {
            case PlanResult.Planned(Plan plan) -> Optional.of(plan);
            case Refused refused -> Optional.empty(); // The resolver refuses weights that can't be planned for.
        };
    }
}
