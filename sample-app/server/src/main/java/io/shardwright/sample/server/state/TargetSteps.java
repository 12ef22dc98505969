package io.shardwright.sample.server.state;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.contract.Partitioner;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a move does to its target. The copy goes right to where the partitions will be served from; nobody sees it, for the
 * target doesn't own them. Adopting is then a change of ownership alone.
 *
 * <pre>
 *             StartIn             Chunk           Prepared        Adopt           AbortIn         GiveUp          Finish
 *   unknown → COPYING             refused         refused         refused         refused         refused         refused
 *   COPYING   as it stands*       COPYING         PREPARED**      refused         ABORTED         ABORTED         refused
 *   PREPARED  as it stands*       as it stands    as it stands    ADOPTED         ABORTED         refused         refused
 *   ADOPTED   as it stands        as it stands    as it stands    as it stands    refused         refused         DONE
 *   DONE      as it stands        as it stands    as it stands    as it stands    refused         refused         as it stands
 *   ABORTED   as it stands        as it stands    as it stands    refused         as it stands    as it stands    refused
 *   *  an ABORT is noted in the order   ** where everything up to the fence is here, else refused
 * </pre>
 */
final class TargetSteps {
    private final Transaction transaction;
    private final StoreState state;

    TargetSteps(Transaction transaction) {
        this.transaction = transaction;
        this.state = transaction.state();
    }

    Outcome start(MoveOrder order, long atMillis) {
        if (order.to() != state.shard) {
            return new Outcome.Refused(
                    "move " + order.id() + " goes to shard " + order.to() + ": this is " + state.shard);
        }
        Move known = state.move(order.id());
        if (known != null) {
            return again(known, order);
        }
        PartitionRanges ranges = PartitionRanges.parse(order.ranges(), state.partitions);
        if (order.intent() == MoveOrder.Intent.ABORT) {
            var never = incoming(order, MovePhase.ABORTED, atMillis)
                    .aborted("aborted before it began", transaction.index());
            return transaction.store(never, ranges);
        }
        String obstacle = obstacle(ranges);
        if (obstacle != null) {
            return new Outcome.Refused("move " + order.id() + ": " + obstacle);
        }
        transaction.clear(ranges);
        return transaction.store(incoming(order, MovePhase.COPYING, atMillis), ranges);
    }

    private static Move.Incoming incoming(MoveOrder order, MovePhase phase, long atMillis) {
        return new Move.Incoming(order, phase, atMillis, 0, List.of(), CopyProgress.start(), "", 0);
    }

    private Outcome again(Move known, MoveOrder order) {
        if (!(known instanceof Move.Incoming move) || !SourceSteps.sameContent(known.order(), order)) {
            return new Outcome.Refused("move " + order.id() + " is known with other shards or partitions");
        }
        boolean undecided = move.phase() == MovePhase.COPYING || move.phase() == MovePhase.PREPARED;
        boolean asksToAbort = order.intent() == MoveOrder.Intent.ABORT && undecided;
        return asksToAbort ? transaction.store(move.with(order), ranges(move)) : new Outcome.MoveIs(move);
    }

    private @Nullable String obstacle(PartitionRanges ranges) {
        if (!state.isFounded()) {
            return "shard " + state.shard + " isn't founded yet";
        }
        if (ranges.isEmpty()) {
            return "it names no partition";
        }
        for (var tracked : state.moves().values()) {
            Move move = tracked.move();
            if (!move.isOver() && !isServing(move) && tracked.ranges().intersects(ranges)) {
                return "move " + move.id() + " of the same partitions is still " + move.phase();
            }
        }
        int owned = ranges.stream()
                .filter(p -> state.ownership(p).servedEpoch() > 0)
                .findFirst()
                .orElse(-1);
        return owned < 0 ? null : "partition " + owned + " is owned by shard " + state.shard + " already";
    }

    /** A move whose target has adopted no longer claims its partitions: ownership alone tells. */
    private static boolean isServing(Move move) {
        return move instanceof Move.Incoming && move.phase() == MovePhase.ADOPTED;
    }

    Outcome chunk(String id, int number, CopyPage page) {
        return switch (state.move(id)) {
            case Move.Incoming move -> {
                boolean isNext = move.phase() == MovePhase.COPYING
                        && number == move.progress().chunks() + 1;
                if (!isNext) {
                    yield new Outcome.MoveIs(move);
                }
                String fault = fault(move, page);
                if (fault != null) {
                    yield new Outcome.Refused("move " + id + ": " + fault);
                }
                page.entries().forEach(this::take);
                yield transaction.store(move.with(move.progress().plus(page)), ranges(move));
            }
            case null, default -> unknown(id);
        };
    }

    private @Nullable String fault(Move.Incoming move, CopyPage page) {
        if (move.progress().chunks() > 0 && page.opening() != move.progress().opening()) {
            return "a chunk of the opening at the source's index " + page.opening() + " doesn't fit to the one at "
                    + move.progress().opening();
        }
        if (page.sourceIndex() < move.progress().sourceIndex()) {
            return "a chunk read at the source's index " + page.sourceIndex() + " follows one read at "
                    + move.progress().sourceIndex();
        }
        PartitionRanges ranges = ranges(move);
        for (CopiedEntry entry : page.entries()) {
            if (!ranges.contains(partitionOf(entry))) {
                return "a chunk has a key of partition " + partitionOf(entry);
            }
        }
        return null;
    }

    private int partitionOf(CopiedEntry entry) {
        return Partitioner.partitionOf(entry.key(), state.partitions);
    }

    private void take(CopiedEntry entry) {
        int partition = partitionOf(entry);
        byte[] dataKey = Keys.data(partition, entry.key());
        Present before = transaction.stored(dataKey);
        if (before != null && before.version().compareTo(entry.version()) >= 0) {
            return;
        }
        byte[] value = entry.value();
        if (value != null) {
            transaction.put(partition, dataKey, before, entry.version(), value);
        } else if (before != null) {
            transaction.remove(partition, dataKey, before);
        }
    }

    Outcome prepared(Command.Prepared command) {
        String id = command.move();
        CopyPage page = command.page();
        return switch (state.move(id)) {
            case Move.Incoming move -> {
                if (move.phase() != MovePhase.COPYING) {
                    yield new Outcome.MoveIs(move);
                }
                boolean isNext = command.number() == move.progress().chunks() + 1;
                Move.Incoming level = isNext ? move.with(move.progress().plus(page)) : move;
                String fault = isNext ? fault(move, page) : null;
                String obstacle = fault != null ? fault : obstacle(level, command.fenceIndex(), command.epochs());
                if (obstacle != null) {
                    yield new Outcome.Refused("move " + id + ": " + obstacle);
                }
                if (isNext) {
                    page.entries().forEach(this::take);
                }
                yield transaction.store(level.prepared(command.fenceIndex(), command.epochs()), ranges(move));
            }
            case null, default -> unknown(id);
        };
    }

    private @Nullable String obstacle(Move.Incoming move, long fenceIndex, List<EpochRanges> epochs) {
        if (fenceIndex < 1 || move.progress().levelAt() < fenceIndex) {
            return "level with the source's index " + move.progress().levelAt() + ", but the fence is at " + fenceIndex;
        }
        BitSet covered = new BitSet();
        for (EpochRanges epoch : epochs) {
            PartitionRanges ranges = PartitionRanges.parse(epoch.ranges(), state.partitions);
            ranges.forEach(covered::set);
            int ahead = ranges.stream()
                    .filter(p -> StoreState.epochAtLeast(state.base(p)) > epoch.epoch())
                    .findFirst()
                    .orElse(-1);
            if (ahead >= 0) {
                return "the source has partition " + ahead + " at epoch " + epoch.epoch()
                        + ", but a higher one is known here";
            }
        }
        return PartitionRanges.of(covered).equals(ranges(move)) ? null : "the epochs don't cover its partitions";
    }

    Outcome adopt(String id) {
        return switch (state.move(id)) {
            case Move.Incoming move ->
                switch (move.phase()) {
                    case PREPARED -> {
                        for (EpochRanges epoch : move.epochs()) {
                            var owned = new Ownership.Owned(epoch.epoch() + 1);
                            PartitionRanges.parse(epoch.ranges(), state.partitions)
                                    .forEach(p -> transaction.setBase(p, owned));
                        }
                        yield transaction.store(move.at(MovePhase.ADOPTED, transaction.index()), ranges(move));
                    }
                    case ADOPTED, DONE -> new Outcome.MoveIs(move);
                    default -> outOfTurn(move, "can't be adopted");
                };
            case null, default -> unknown(id);
        };
    }

    Outcome abort(String id, String why) {
        return switch (state.move(id)) {
            case Move.Incoming move ->
                switch (move.phase()) {
                    case COPYING, PREPARED -> {
                        transaction.clear(ranges(move));
                        yield transaction.store(move.aborted(why, transaction.index()), ranges(move));
                    }
                    case ABORTED -> new Outcome.MoveIs(move);
                    default -> outOfTurn(move, "can't be aborted");
                };
            case null, default -> unknown(id);
        };
    }

    /** Only from COPYING: of a prepared move the source may have decided, and only it can tell. */
    Outcome giveUp(String id, String why) {
        return switch (state.move(id)) {
            case Move.Incoming move
            when move.phase() != MovePhase.COPYING && move.phase() != MovePhase.ABORTED ->
                outOfTurn(move, "can't be given up");
            case null, default -> abort(id, why);
        };
    }

    Outcome finish(String id) {
        return switch (state.move(id)) {
            case Move.Incoming move ->
                switch (move.phase()) {
                    case ADOPTED -> transaction.store(move.at(MovePhase.DONE, transaction.index()), ranges(move));
                    case DONE -> new Outcome.MoveIs(move);
                    default -> outOfTurn(move, "isn't finished");
                };
            case null, default -> unknown(id);
        };
    }

    private PartitionRanges ranges(Move move) {
        return Objects.requireNonNull(state.moves().get(move.id())).ranges();
    }

    private static Outcome unknown(String id) {
        return new Outcome.Refused("no move " + id + " comes to this shard");
    }

    private static Outcome outOfTurn(Move move, String why) {
        return new Outcome.Refused("move " + move.id() + " is " + move.phase() + ": it " + why);
    }
}
