package io.shardwright.controller.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.controller.gate.Scene;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final MoveBatch BATCH = new MoveBatch(new ShardId(0), new ShardId(1), PartitionSet.of(3, 4));
    private static final long STARTED = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final Scene scene = new Scene(2, 1, "");
    private final List<MoveStatus> moves = new ArrayList<>();

    private Attempts attempts() {
        scene.list(moves.toArray(MoveStatus[]::new));
        var observed = scene.observe();
        return Attempts.of(observed, ConfirmedOwnership.of(observed), List.of(BATCH));
    }

    private void end(MovePhase phase) {
        moves.add(new MoveStatus(attempts().next(BATCH), 0, 1, "3-4", phase, 0, 0, 0, STARTED, null));
    }

    private Duration pause() {
        var failed = attempts().failed(BATCH).orElseThrow();
        return Duration.between(Instant.ofEpochMilli(STARTED), failed.again());
    }

    @Test
    void eachTryHasANameOfItsOwnThatACrashDoesNotChange() {
        String first = attempts().next(BATCH);
        assertThat(attempts().next(BATCH)).isEqualTo(first).endsWith("-1");

        end(MovePhase.ABORTED);
        assertThat(attempts().next(BATCH)).isEqualTo(first.replaceFirst("1$", "2"));

        var other = new MoveBatch(new ShardId(0), new ShardId(1), PartitionSet.of(3));
        assertThat(attempts().next(other)).endsWith("-1");
    }

    @Test
    void triesAgainAtOnceThenWithPausesThatDoubleUpToAMinute() {
        end(MovePhase.ABORTED);
        assertThat(pause()).isZero();
        end(MovePhase.ABORTED);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(5));
        end(MovePhase.ABORTED);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(10));
        for (int i = 0; i < 7; i++) {
            end(MovePhase.ABORTED);
        }
        assertThat(pause()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void noneHasFailedThatIsUnderWay() {
        end(MovePhase.COPYING);

        assertThat(attempts().failed(BATCH)).isEmpty();
    }
}
