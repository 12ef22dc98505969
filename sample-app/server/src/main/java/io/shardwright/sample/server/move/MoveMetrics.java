package io.shardwright.sample.server.move;

import io.shardwright.contract.MovePhase;
import java.time.Duration;

/** What hand-offs measure. Only the leader of a shard measures, and only what it saw from beginning to end. */
public interface MoveMetrics {
    /** Which end of a move measures. */
    enum Direction {
        /** The target's. */
        IN,
        /** The source's. */
        OUT
    }

    /** A phase is over: so long it lasted by the log of the shard that measures. */
    void phaseEnded(Direction direction, MovePhase phase, Duration lasted);

    /** A move is over here, as DONE or ABORTED. */
    void ended(Direction direction, MovePhase outcome);

    /** Writes to the partitions of a move that leaves waited so long: from the fence until the target served or the abort. */
    void fenced(Duration lasted);

    /** A copy was compared with what it should be, before the move is decided: whether it is the same. */
    void verified(Direction direction, boolean same);

    /** Bytes of keys and values were sent or received. */
    void copied(Direction direction, long bytes);

    /** Measures nothing. */
    static MoveMetrics none() {
        return new MoveMetrics() {
            @Override
            public void phaseEnded(Direction direction, MovePhase phase, Duration lasted) {}

            @Override
            public void ended(Direction direction, MovePhase outcome) {}

            @Override
            public void fenced(Duration lasted) {}

            @Override
            public void verified(Direction direction, boolean same) {}

            @Override
            public void copied(Direction direction, long bytes) {}
        };
    }
}
