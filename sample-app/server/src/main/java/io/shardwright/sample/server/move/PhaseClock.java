package io.shardwright.sample.server.move;

import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.move.MoveMetrics.Direction;
import io.shardwright.sample.server.state.Move;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long moves stay in their phases: from the entry of the log that began one to the entry that ended it, where
 * this replica led at both; and counts those that end while it leads, whoever led when they began. For the thread that
 * applies.
 */
final class PhaseClock {
    /**
     * When a phase was seen to begin, or null where another replica led then; {@code fence} is when the move's fence did, or
     * null for none seen.
     */
    private record Seen(
            MovePhase phase, @Nullable Long since, @Nullable Long fence) {}

    private final MoveNotes notes;
    private final MoveMetrics metrics;
    private final Map<String, Seen> seen = new HashMap<>();

    PhaseClock(MoveNotes notes, MoveMetrics metrics) {
        this.notes = notes;
        this.metrics = metrics;
    }

    /** An entry about a move has been applied. */
    void applied(Move move, boolean leads) {
        Seen before = seen.get(move.id());
        if (!leads) {
            follow(move);
            return;
        }
        if (before != null && before.phase() == move.phase()) {
            return;
        }
        long now = notes.now();
        Direction direction = move instanceof Move.Outgoing ? Direction.OUT : Direction.IN;
        Long fence = before == null ? null : before.fence();
        if (before != null && before.since() != null) {
            metrics.phaseEnded(direction, before.phase(), Duration.ofNanos(now - before.since()));
        }
        boolean opens = move.phase() == MovePhase.ADOPTED || move.phase() == MovePhase.ABORTED;
        if (direction == Direction.OUT && opens && fence != null) {
            Duration lasted = Duration.ofNanos(now - fence);
            metrics.fenced(lasted);
            notes.setFenced(move.id(), lasted.toMillis());
            fence = null;
        }
        if (move.isOver()) {
            seen.remove(move.id());
            if (before != null) {
                metrics.ended(direction, move.phase());
            }
            return;
        }
        boolean begins = move.phase() == MovePhase.COPYING || before != null;
        if (begins) {
            seen.put(move.id(), new Seen(move.phase(), now, move.phase() == MovePhase.FENCED ? (Long) now : fence));
        }
    }

    /** Another replica measures: what counts here is only that the move isn't over yet. */
    private void follow(Move move) {
        seen.replaceAll((id, any) -> new Seen(any.phase(), null, null));
        if (move.isOver()) {
            seen.remove(move.id());
        } else {
            seen.put(move.id(), new Seen(move.phase(), null, null));
        }
    }
}
