package io.shardwright.sample.server.state;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A move as one shard's replicated state has it. */
public sealed interface Move {
    /** The order; its intent turns to ABORT once that is asked for. */
    MoveOrder order();

    /** How far it is, as this shard knows. */
    MovePhase phase();

    /** Wall-clock time of the order in milliseconds since 1970, as the command carried it. */
    long startedAtMillis();

    /** Why it was aborted, or "". */
    String why();

    /** Index of the log entry that ended it, 0 while it is open. */
    long endedAt();

    /** The move for the status of the shard; {@code detail} says what it waits for, or null. */
    MoveStatus status(@Nullable String detail);

    /** Id of the move. */
    default String id() {
        return order().id();
    }

    /** Whether nothing more will happen. */
    default boolean isOver() {
        return phase().isFinal();
    }

    /**
     * A move seen by its source: COPYING → FENCED → COMMITTED → ADOPTED → DONE, or ABORTED from the first two.
     *
     * @param startIndex index of the log entry that opened it; changes since are kept under this number
     * @param fenceIndex index of the fence, 0 before it
     * @param epochs the partitions' epochs when it was opened, which they keep until the decision
     */
    record Outgoing(
            MoveOrder order,
            MovePhase phase,
            long startedAtMillis,
            long startIndex,
            long fenceIndex,
            List<EpochRanges> epochs,
            String why,
            long endedAt)
            implements Move {
        public Outgoing {
            epochs = List.copyOf(epochs);
        }

        Outgoing at(MovePhase next, long index) {
            return new Outgoing(
                    order,
                    next,
                    startedAtMillis,
                    startIndex,
                    next == MovePhase.FENCED ? index : fenceIndex,
                    epochs,
                    why,
                    next.isFinal() ? index : 0);
        }

        Outgoing aborted(String reason, long index) {
            return new Outgoing(
                    order, MovePhase.ABORTED, startedAtMillis, startIndex, fenceIndex, epochs, reason, index);
        }

        @Override
        public MoveStatus status(@Nullable String detail) {
            return new MoveStatus(
                    id(),
                    order.from(),
                    order.to(),
                    order.ranges(),
                    phase,
                    0,
                    0,
                    0,
                    startedAtMillis,
                    detail(this, detail));
        }
    }

    /**
     * A move seen by its target: COPYING → PREPARED → ADOPTED → DONE, or ABORTED from the first two.
     *
     * @param fenceIndex index of the fence in the source's log that this shard has prepared for, 0 before
     * @param epochs the partitions' epochs at the source, empty before it is prepared
     * @param progress how far the copy is
     */
    record Incoming(
            MoveOrder order,
            MovePhase phase,
            long startedAtMillis,
            long fenceIndex,
            List<EpochRanges> epochs,
            CopyProgress progress,
            String why,
            long endedAt)
            implements Move {
        public Incoming {
            epochs = List.copyOf(epochs);
        }

        Incoming at(MovePhase next, long index) {
            return new Incoming(
                    order, next, startedAtMillis, fenceIndex, epochs, progress, why, next.isFinal() ? index : 0);
        }

        Incoming aborted(String reason, long index) {
            return new Incoming(order, MovePhase.ABORTED, startedAtMillis, fenceIndex, epochs, progress, reason, index);
        }

        Incoming with(CopyProgress next) {
            return new Incoming(order, phase, startedAtMillis, fenceIndex, epochs, next, why, endedAt);
        }

        Incoming with(MoveOrder next) {
            return new Incoming(next, phase, startedAtMillis, fenceIndex, epochs, progress, why, endedAt);
        }

        Incoming prepared(long fence, List<EpochRanges> sourceEpochs) {
            return new Incoming(
                    order, MovePhase.PREPARED, startedAtMillis, fence, sourceEpochs, progress, why, endedAt);
        }

        @Override
        public MoveStatus status(@Nullable String detail) {
            return new MoveStatus(
                    id(),
                    order.from(),
                    order.to(),
                    order.ranges(),
                    phase,
                    progress.keys(),
                    progress.bytes(),
                    progress.bytesTotal(),
                    startedAtMillis,
                    detail(this, detail));
        }
    }

    private static @Nullable String detail(Move move, @Nullable String detail) {
        return move.why().isEmpty() ? detail : move.why();
    }
}
