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
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.OpenMove;
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
import java.util.zip.CRC32C;

/**
 * Which moves to start or abort now.
 *
 * <p>A batch of the plan may start if the gate lets it (source and target have a leader and aren't being disturbed), no move that isn't over touches its partitions or
 * goes the same way, and fewer than {@code spec.rebalance.maxConcurrentMoves} are under way. Moves that wait for a shard
 * without a leader don't count: one dead shard must not hold up all others. A move that only copies yet,
 * and whose partitions the plan wants elsewhere, is aborted: nothing of it has been decided.
 *
 * <p>{@code spec.rebalance.maxBytesPerSecond} is shared evenly by the moves that copy:
 * {@code share = max(1, budget / (copying + starting))}. When their number changes, those that copy are ordered again with
 * the new share. A target that doesn't say how fast it copies keeps to a limit of its own and is left alone.
 */
final class Moves {
    /** Bound on the partitions of one move: its requests are parked together while it is fenced. */
    static final int PARTITIONS_PER_MOVE = 16;

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final DisruptionGate gate;
    private final List<Verdict.Waits> waiting;

    private Moves(Observed observed, ConfirmedOwnership ownership, DisruptionGate gate, List<Verdict.Waits> waiting) {
        this.observed = observed;
        this.ownership = ownership;
        this.gate = gate;
        this.waiting = waiting;
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
        var moves = new Moves(observed, ownership, gate, waiting);
        return switch (moving) {
            case START -> moves.next(plan, observed.spec().rebalance().maxConcurrentMoves());
            case START_NONE -> moves.next(plan, 0);
            case DROP_COPIES -> moves.dropCopies();
        };
    }

    static List<Step> dropCopies(Observed observed, ConfirmedOwnership ownership) {
        return new Moves(observed, ownership, new DisruptionGate(observed, ownership), new ArrayList<>()).dropCopies();
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
        ownership.movesInFlight().forEach(move -> busy.add(new Way(move.from(), move.to())));
        var starting = new ArrayList<MoveBatch>();
        for (var batch : plan.batches()) {
            abortable(batch).ifPresent(steps::add);
            if (underWay < limit && canStart(batch) && busy.add(new Way(batch.from(), batch.to()))) {
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
        long budget = observed.spec().rebalance().bytesPerSecond();
        long share = Math.max(1, budget / Math.max(1, copying.size() + starting.size()));
        var again = copying.stream()
                .filter(move -> move.maxBytesPerSecond().filter(r -> r != share).isPresent())
                .flatMap(move -> run(move, share).stream());
        return Stream.concat(starting.stream().flatMap(batch -> start(batch, share).stream()), again)
                .toList();
    }

    /** A copy whose source was removed while nobody knew of it: the target had no leader. It would wait for ever. */
    private boolean hasLostItsSource(OpenMove move) {
        return move.phase() == MovePhase.COPYING
                && observed.shard(move.from()).isEmpty()
                && observed.map().flatMap(map -> map.entry(move.from())).isEmpty();
    }

    private record Way(ShardId from, ShardId to) {}

    private boolean canStart(MoveBatch batch) {
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

    private Optional<Step> start(MoveBatch batch, long share) {
        var ranges = PartitionRanges.of(batch.partitions().stream());
        var order = new MoveOrder(
                id(batch, ranges),
                batch.from().ordinal(),
                batch.to().ordinal(),
                ranges.toString(),
                MoveOrder.Intent.RUN,
                share);
        return send(order, batch.to());
    }

    private Optional<Step> run(OpenMove move, long share) {
        var order = new MoveOrder(
                move.id(),
                move.from().ordinal(),
                move.to().ordinal(),
                move.partitions().toString(),
                MoveOrder.Intent.RUN,
                share);
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

    /**
     * The same for the same move, so that ordering it again after a crash changes nothing: from, to, the partitions and
     * their epoch, and how often it was tried.
     */
    private String id(MoveBatch batch, PartitionRanges ranges) {
        int first = ranges.stream().findFirst().orElseThrow();
        var crc = new CRC32C();
        ranges.forEach(p -> {
            crc.update(p >>> 8);
            crc.update(p);
            long epoch = ownership.epoch(p);
            crc.update((int) (epoch >>> 16));
            crc.update((int) (epoch >>> 8));
            crc.update((int) epoch);
        });
        String stem = "m%d-%d-p%d-e%d-%08x-"
                .formatted(batch.from().ordinal(), batch.to().ordinal(), first, ownership.epoch(first), crc.getValue());
        return stem + tries(stem);
    }

    private long tries(String stem) {
        return observed.shards().values().stream()
                .flatMap(shard -> shard.leader().stream())
                .flatMap(leader -> leader.moves().stream())
                .filter(move -> move.id().startsWith(stem))
                .map(move -> Long.parseLong(move.id().substring(stem.length())))
                .max(Long::compareTo)
                .map(last -> last + 1)
                .orElse(1L);
    }
}
