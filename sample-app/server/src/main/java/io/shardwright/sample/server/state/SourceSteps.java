package io.shardwright.sample.server.state;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a move does to its source. A step that comes out of turn, twice or late changes nothing and reports the move as it
 * stands; one that must never come in this phase is refused.
 *
 * <pre>
 *             StartOut            Fence           Decide(commit)  Adopted         Drop
 *   unknown → COPYING             refused         ABORTED         refused         refused
 *   COPYING   as it stands        FENCED          refused         refused         refused
 *   FENCED    as it stands        as it stands    COMMITTED*      refused         refused
 *   COMMITTED as it stands        as it stands    as it stands    ADOPTED         refused
 *   ADOPTED   as it stands        as it stands    as it stands    as it stands    DONE
 *   DONE      as it stands        as it stands    as it stands    as it stands    as it stands
 *   ABORTED   as it stands        as it stands    as it stands    refused         refused
 *   * for the fence of this move, else refused. Decide(abort): ABORTED from unknown, COPYING and FENCED, else as it stands.
 * </pre>
 */
final class SourceSteps {
    private final Transaction transaction;
    private final StoreState state;

    SourceSteps(Transaction transaction) {
        this.transaction = transaction;
        this.state = transaction.state();
    }

    Outcome start(MoveOrder order, long atMillis) {
        var known = known(order);
        if (known != null) {
            return known;
        }
        PartitionRanges ranges = PartitionRanges.parse(order.ranges(), state.partitions);
        String obstacle = obstacle(order, ranges);
        if (obstacle != null) {
            return recordAborted(order, ranges, atMillis, obstacle);
        }
        var move = new Move.Outgoing(order, MovePhase.COPYING, atMillis, transaction.index(), 0, epochs(ranges), "", 0);
        return transaction.store(move, ranges);
    }

    private @Nullable String obstacle(MoveOrder order, PartitionRanges ranges) {
        if (order.intent() == MoveOrder.Intent.ABORT) {
            return "aborted before it began";
        }
        if (ranges.isEmpty()) {
            return "it names no partition";
        }
        int first = ranges.stream().filter(p -> !isFree(p)).findFirst().orElse(-1);
        return first < 0 ? null : "partition " + first + " can't leave shard " + state.shard + ": " + holder(first);
    }

    private boolean isFree(int partition) {
        return state.ownership(partition) instanceof Ownership.Owned && state.recording(partition) == 0;
    }

    private String holder(int partition) {
        return switch (state.ownership(partition)) {
            case Ownership.Owned owned -> "another move is copying it";
            case Ownership.Fenced(long epoch, String move) -> "move " + move + " has fenced it";
            case Ownership.MovedTo(int to, long epoch, boolean adopted) -> "shard " + to + " owns it at epoch " + epoch;
            case Ownership.Incoming(String move, int from, long epoch) -> "it is still coming in by move " + move;
            case Ownership.Unknown() -> "it isn't owned here";
        };
    }

    private List<EpochRanges> epochs(PartitionRanges ranges) {
        Map<Long, BitSet> byEpoch = new TreeMap<>();
        ranges.forEach(p -> byEpoch.computeIfAbsent(state.ownership(p).servedEpoch(), e -> new BitSet())
                .set(p));
        return byEpoch.entrySet().stream()
                .map(e -> new EpochRanges(
                        e.getKey(), PartitionRanges.of(e.getValue()).toString()))
                .toList();
    }

    Outcome fence(String id) {
        return switch (state.move(id)) {
            case Move.Outgoing move
            when move.phase() == MovePhase.COPYING ->
                transaction.store(move.at(MovePhase.FENCED, transaction.index()), ranges(id));
            case Move.Outgoing move -> new Outcome.MoveIs(move);
            case null, default -> unknown(id);
        };
    }

    Outcome decide(MoveOrder order, boolean commit, long fenceIndex, String why) {
        Move known = state.move(order.id());
        if (known == null) {
            return decideUnknown(order, why);
        }
        if (!(known instanceof Move.Outgoing move) || !sameContent(known.order(), order)) {
            return otherContent(order);
        }
        return switch (move.phase()) {
            case COPYING, FENCED -> {
                if (!commit) {
                    yield abort(move, why);
                }
                if (move.phase() != MovePhase.FENCED || move.fenceIndex() != fenceIndex) {
                    yield new Outcome.Refused("move " + move.id() + " is " + move.phase() + " with fence "
                            + move.fenceIndex() + ": it can't be committed for fence " + fenceIndex);
                }
                yield commit(move);
            }
            default -> new Outcome.MoveIs(move);
        };
    }

    private Outcome decideUnknown(MoveOrder order, String why) {
        if (order.from() != state.shard) {
            return foreign(order);
        }
        PartitionRanges ranges = PartitionRanges.parse(order.ranges(), state.partitions);
        return recordAborted(order, ranges, 0, why.isEmpty() ? "the source doesn't know the move" : why);
    }

    private Outcome abort(Move.Outgoing move, String why) {
        transaction.forgetChanges(move.startIndex());
        return transaction.store(move.aborted(why, transaction.index()), ranges(move.id()));
    }

    private Outcome commit(Move.Outgoing move) {
        transaction.forgetChanges(move.startIndex());
        setTombstones(move, false);
        return transaction.store(move.at(MovePhase.COMMITTED, transaction.index()), ranges(move.id()));
    }

    private void setTombstones(Move.Outgoing move, boolean adopted) {
        for (EpochRanges epoch : move.epochs()) {
            var tombstone = new Ownership.MovedTo(move.order().to(), epoch.epoch() + 1, adopted);
            PartitionRanges.parse(epoch.ranges(), state.partitions).forEach(p -> transaction.setBase(p, tombstone));
        }
    }

    Outcome adopted(String id) {
        return switch (state.move(id)) {
            case Move.Outgoing move ->
                switch (move.phase()) {
                    case COMMITTED -> {
                        setTombstones(move, true);
                        yield transaction.store(move.at(MovePhase.ADOPTED, transaction.index()), ranges(id));
                    }
                    case ADOPTED, DONE -> new Outcome.MoveIs(move);
                    default -> outOfTurn(move, "can't have been adopted");
                };
            case null, default -> unknown(id);
        };
    }

    Outcome drop(String id) {
        return switch (state.move(id)) {
            case Move.Outgoing move ->
                switch (move.phase()) {
                    case ADOPTED -> {
                        transaction.clear(ranges(id));
                        yield transaction.store(move.at(MovePhase.DONE, transaction.index()), ranges(id));
                    }
                    case DONE -> new Outcome.MoveIs(move);
                    default -> outOfTurn(move, "keeps its copy here");
                };
            case null, default -> unknown(id);
        };
    }

    private Outcome recordAborted(MoveOrder order, PartitionRanges ranges, long atMillis, String why) {
        var move = new Move.Outgoing(
                order, MovePhase.ABORTED, atMillis, transaction.index(), 0, List.of(), why, transaction.index());
        return transaction.store(move, ranges);
    }

    private @Nullable Outcome known(MoveOrder order) {
        if (order.from() != state.shard) {
            return foreign(order);
        }
        Move known = state.move(order.id());
        if (known == null) {
            return null;
        }
        boolean same = known instanceof Move.Outgoing && sameContent(known.order(), order);
        return same ? new Outcome.MoveIs(known) : otherContent(order);
    }

    private PartitionRanges ranges(String id) {
        return Objects.requireNonNull(state.moves().get(id)).ranges();
    }

    private Outcome foreign(MoveOrder order) {
        return new Outcome.Refused("move " + order.id() + " leaves shard " + order.from() + ": this is " + state.shard);
    }

    private static Outcome otherContent(MoveOrder order) {
        return new Outcome.Refused("move " + order.id() + " is known with other shards or partitions");
    }

    private static Outcome unknown(String id) {
        return new Outcome.Refused("no move " + id + " leaves this shard");
    }

    private static Outcome outOfTurn(Move move, String why) {
        return new Outcome.Refused("move " + move.id() + " is " + move.phase() + ": it " + why);
    }

    /** Whether two orders name the same move, whatever is wanted of it. */
    static boolean sameContent(MoveOrder one, MoveOrder other) {
        return one.id().equals(other.id())
                && one.from() == other.from()
                && one.to() == other.to()
                && one.ranges().equals(other.ranges());
    }
}
