package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.state.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
    private static final MoveOrder ORDER = new MoveOrder("m", 0, 1, "0-7", MoveOrder.Intent.RUN);

    private long now = 1_000;
    private final List<String> measured = new ArrayList<>();
    private final MoveNotes notes = new MoveNotes(() -> now);
    private final PhaseClock clock = new PhaseClock(notes, new MoveMetrics() {
        @Override
        public void phaseEnded(Direction direction, MovePhase phase, Duration lasted) {
            measured.add(direction + " " + phase + " " + lasted.toMillis());
        }

        @Override
        public void ended(Direction direction, MovePhase outcome) {
            measured.add(direction + " ended " + outcome);
        }

        @Override
        public void fenced(Duration lasted) {
            measured.add("fence " + lasted.toMillis());
        }

        @Override
        public void verified(Direction direction, boolean same) {}

        @Override
        public void copied(Direction direction, long bytes) {}
    });

    private static Move leaving(MovePhase phase) {
        return new Move.Outgoing(ORDER, phase, 0, 1, 0, List.of(), "", 0);
    }

    private void at(long millis, MovePhase phase, boolean leads) {
        now = Duration.ofMillis(millis).toNanos();
        clock.applied(leaving(phase), leads);
    }

    @Test
    void measuresEachPhaseAndTheFenceUntilTheTargetServes() {
        at(0, MovePhase.COPYING, true);
        at(400, MovePhase.FENCED, true);
        at(405, MovePhase.FENCED, true);
        at(410, MovePhase.COMMITTED, true);
        at(413, MovePhase.ADOPTED, true);
        at(2413, MovePhase.DONE, true);
        assertThat(measured)
                .containsExactly(
                        "OUT COPYING 400",
                        "OUT FENCED 10",
                        "OUT COMMITTED 3",
                        "fence 13",
                        "OUT ADOPTED 2000",
                        "OUT ended DONE");
        assertThat(notes.status(leaving(MovePhase.DONE), 1).fencedMillis()).isEqualTo(13);
    }

    @Test
    void measuresAFenceThatEndsWithAnAbort() {
        at(0, MovePhase.COPYING, true);
        at(10, MovePhase.FENCED, true);
        at(5010, MovePhase.ABORTED, true);
        assertThat(measured).containsExactly("OUT COPYING 10", "OUT FENCED 5000", "fence 5000", "OUT ended ABORTED");
    }

    @Test
    void timesNothingThatAnotherLeaderBeganOrEndedAndCountsWhatEndsHere() {
        at(0, MovePhase.COPYING, true);
        at(10, MovePhase.FENCED, false);
        at(20, MovePhase.COMMITTED, true);
        at(30, MovePhase.ADOPTED, true);
        at(40, MovePhase.DONE, true);
        at(50, MovePhase.DONE, true);
        assertThat(measured).containsExactly("OUT COMMITTED 10", "OUT ADOPTED 10", "OUT ended DONE");
    }

    @Test
    void countsNothingThatEndsWhereAnotherLeads() {
        at(0, MovePhase.COPYING, true);
        at(10, MovePhase.ABORTED, false);
        at(20, MovePhase.ABORTED, true);
        assertThat(measured).isEmpty();
    }
}
