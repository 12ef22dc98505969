package io.shardwright.sample.server.state;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import java.util.List;

/** An entry of the shard's log. {@link CommandCodec} gives its bytes, {@link ShardStore#apply} its effect. */
public sealed interface Command {
    /** Writes of users, applied in order, each with its own outcome. */
    record Batch(List<Write> writes) implements Command {
        public Batch {
            writes = List.copyOf(writes);
            if (writes.size() > Limits.MAX_BATCH_WRITES) {
                throw new IllegalArgumentException(
                        writes.size() + " writes in one batch: at most " + Limits.MAX_BATCH_WRITES + " fit");
            }
        }
    }

    /** What the shard owns at epoch 1 from its founding on. The first in the log wins, later ones change nothing. */
    record Init(String ranges) implements Command {}

    /** A command about one move. */
    sealed interface OfMove extends Command {
        /** Id of the move. */
        String move();
    }

    // At the target.

    /** Takes an order, in either intent. What is stored of the partitions is cleared, unless they are owned. */
    record StartIn(MoveOrder order, long atMillis) implements OfMove {
        @Override
        public String move() {
            return order.id();
        }
    }

    /** Takes a page of the copy. Only the number after the last one taken has an effect, from 1 on. */
    record Chunk(String move, int number, CopyPage page) implements OfMove {}

    /**
     * Takes the last page of the copy as {@link Chunk} does, and states that with it everything up to the fence is here.
     *
     * @param number the page's, without effect where it isn't the number after the last one taken
     * @param fenceIndex index of the fence in the source's log
     * @param epochs the partitions' epochs at the source; the target will own each at one more
     */
    record Prepared(String move, int number, CopyPage page, long fenceIndex, List<EpochRanges> epochs)
            implements OfMove {
        public Prepared {
            epochs = List.copyOf(epochs);
        }
    }

    /** The source has decided for the move: own the partitions from here on. */
    record Adopt(String move) implements OfMove {}

    /** The source has decided against the move: forget the copy. */
    record AbortIn(String move, String why) implements OfMove {}

    /** Forget the copy without asking the source: before the target is prepared nothing can be decided for the move. */
    record GiveUp(String move, String why) implements OfMove {}

    /** The source has deleted its copy. */
    record Finish(String move) implements OfMove {}

    // At the source.

    /** Opens a move, or records at once that it is aborted where it can't be opened. */
    record StartOut(MoveOrder order, long atMillis) implements OfMove {
        @Override
        public String move() {
            return order.id();
        }
    }

    /** Takes no more writes to the partitions of the move. */
    record Fence(String move) implements OfMove {}

    /**
     * Decides. The first decision wins, later ones change nothing; of an unknown move the decision is always against it.
     *
     * @param commit for or against
     * @param fenceIndex for a commit: index of the fence that the target has prepared for; else 0
     * @param why reason of an abort
     */
    record Decide(MoveOrder order, boolean commit, long fenceIndex, String why) implements OfMove {
        @Override
        public String move() {
            return order.id();
        }
    }

    /** The target serves. */
    record Adopted(String move) implements OfMove {}

    /** Deletes the source's copy. */
    record Drop(String move) implements OfMove {}
}
