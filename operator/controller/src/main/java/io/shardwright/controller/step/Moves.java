package io.shardwright.controller.step;

import static java.util.stream.Collectors.toSet;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.gate.DisruptionGate;
import io.shardwright.controller.gate.Verdict;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.ownership.Attempts;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.OpenMove;
import io.shardwright.controller.ownership.Way;
import io.shardwright.controller.rebalance.Course.Moving;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Plan;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which moves to start or abort now.
 *
 * <p>A batch of the plan may start if the gate lets it (source and target have a leader and aren't being disturbed), no move that isn't over touches its partitions or
 * goes the same way, it doesn't pause after it failed ({@link Attempts}), and fewer than {@code spec.rebalance.maxConcurrentMoves} are under way. Moves that wait for a shard
 * without a leader don't count: one dead shard must not hold up all others. A move that only copies yet,
 * and whose partitions the plan wants elsewhere, is aborted: nothing of it has been decided.
 *
 * <p>{@code spec.rebalance.maxBytesPerSecond} is shared by the moves that copy, see {@link Rates}. When what is a
 * move's changes, it is ordered again with that. A target that doesn't say how fast it copies keeps to a limit of its own and is left alone.
 */
final class Moves {
    /** Bound on the partitions of one move: its requests are parked together while it is fenced. */
    static final int PARTITIONS_PER_MOVE = 16;

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final DisruptionGate gate;
    private final List<Verdict.Waits> waiting;
    private final Attempts attempts;

    private Moves(
            Observed observed,
            ConfirmedOwnership ownership,
            List<MoveBatch> left,
            DisruptionGate gate,
            List<Verdict.Waits> waiting) {
        this.observed = observed;
        this.ownership = ownership;
        this.gate = gate;
        this.waiting = waiting;
        this.attempts = Attempts.of(observed, ownership, left);
    }

    /**
     * The orders to send.
     *
     * @param waiting takes what batches wait for that the gate holds up
     */
    static List<Step> next(
            Observed observed,
            ConfirmedOwnership ownership,
            Plan plan,
            Moving moving,
            DisruptionGate gate,
            List<Verdict.Waits> waiting) {
        var moves = new Moves(observed, ownership, plan.batches(), gate, waiting);
        return switch (moving) {
            case START -> moves.next(plan, observed.spec().rebalance().maxConcurrentMoves());
            case START_NONE -> moves.next(plan, 0);
            case DROP_COPIES -> moves.dropCopies();
        };
    }

    static List<Step> dropCopies(Observed observed, ConfirmedOwnership ownership) {
        return new Moves(observed, ownership, List.of(), new DisruptionGate(observed, ownership), new ArrayList<>())
                .dropCopies();
    }

    /** Everything that is only copied yet. */
    private List<Step> dropCopies() {
        return ownership.movesInFlight().stream()
                .filter(move -> move.phase() == MovePhase.COPYING)
                .flatMap(move -> abort(move).stream())
                .toList();
    }

    private List<Step> next(Plan plan, int limit) {
        var steps = new ArrayList<Step>();
        long underWay = ownership.movesInFlight().stream()
                .filter(move -> move.ends().allMatch(end -> leader(end).isPresent()))
                .count();
        ownership.movesInFlight().stream()
                .filter(this::hasLostItsSource)
                .flatMap(move -> abort(move).stream())
                .forEach(steps::add);
        var busy = new HashSet<Way>();
        ownership.movesInFlight().forEach(move -> busy.add(move.way()));
        var starting = new ArrayList<MoveBatch>();
        for (var batch : plan.batches()) {
            abortable(batch).ifPresent(steps::add);
            if (underWay < limit && canStart(batch) && busy.add(Way.of(batch))) {
                starting.add(batch);
                underWay++;
            }
        }
        share(starting, aborted(steps)).forEach(steps::add);
        return steps.stream().distinct().toList();
    }

    private static Set<String> aborted(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step instanceof Step.OrderMove order
                        ? Stream.of(order.order().id())
                        : Stream.empty())
                .collect(toSet());
    }

    /** Starts these, and gives each move that copies its share of the budget. */
    private List<Step> share(List<MoveBatch> starting, Set<String> aborted) {
        var copying = ownership.movesInFlight().stream()
                .filter(move -> move.phase() == MovePhase.COPYING && !aborted.contains(move.id()))
                .filter(move -> move.ends().allMatch(end -> leader(end).isPresent()))
                .toList();
        var rates = new Rates(
                observed.spec().rebalance(),
                Stream.concat(
                                copying.stream().map(OpenMove::way),
                                starting.stream().map(Way::of))
                        .toList());
        var again = copying.stream().flatMap(move -> {
            long rate = rates.of(move.way());
            return move.maxBytesPerSecond().filter(now -> now != rate).flatMap(now -> run(move, rate)).stream();
        });
        return Stream.concat(starting.stream().flatMap(batch -> start(batch, rates.of(Way.of(batch))).stream()), again)
                .toList();
    }

    /** A copy whose source was removed while nobody knew of it: the target had no leader. It would wait for ever. */
    private boolean hasLostItsSource(OpenMove move) {
        return move.phase() == MovePhase.COPYING
                && observed.shard(move.from()).isEmpty()
                && observed.map().flatMap(map -> map.entry(move.from())).isEmpty();
    }

    private boolean canStart(MoveBatch batch) {
        if (attempts.failed(batch)
                .filter(last -> observed.at().isBefore(last.again()))
                .isPresent()) {
            return false;
        }
        if (gate.move(batch.from(), batch.to()) instanceof Verdict.Waits waits) {
            waiting.add(waits);
            return false;
        }
        return ownership.openMoves().stream()
                .noneMatch(move -> batch.partitions().stream().anyMatch(move.partitions()::contains));
    }

    private Optional<Replica> leader(ShardId shard) {
        return observed.shard(shard).flatMap(ObservedShard::leaderReplica);
    }

    private Optional<Step> start(MoveBatch batch, long rate) {
        var ranges = PartitionRanges.of(batch.partitions().stream());
        var order = new MoveOrder(
                attempts.next(batch),
                batch.from().ordinal(),
                batch.to().ordinal(),
                ranges.toString(),
                MoveOrder.Intent.RUN,
                rate);
        return send(order, batch.to());
    }

    private Optional<Step> run(OpenMove move, long rate) {
        var order = new MoveOrder(
                move.id(),
                move.from().ordinal(),
                move.to().ordinal(),
                move.partitions().toString(),
                MoveOrder.Intent.RUN,
                rate);
        return send(order, move.to());
    }

    /** The plan starts from the moves' destinations, so a batch from there means that the move under way isn't wanted. */
    private Optional<Step> abortable(MoveBatch batch) {
        return ownership.movesInFlight().stream()
                .filter(move -> move.to().equals(batch.from()) && move.phase() == MovePhase.COPYING)
                .filter(move -> batch.partitions().stream().anyMatch(move.partitions()::contains))
                .findFirst()
                .flatMap(this::abort);
    }

    private Optional<Step> abort(OpenMove move) {
        var order = new MoveOrder(
                move.id(),
                move.from().ordinal(),
                move.to().ordinal(),
                move.partitions().toString(),
                MoveOrder.Intent.ABORT);
        return send(order, move.to());
    }

    private Optional<Step> send(MoveOrder order, ShardId target) {
        return leader(target).flatMap(Replica::address).map(address -> new Step.OrderMove(order, address));
    }
}
