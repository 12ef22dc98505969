package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.metrics.MetricNames;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandOffMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandOffMeters meters = new HandOffMeters(registry, Tags.empty());
    private final Scene scene = new Scene(2, 1, "");
    private final long started = scene.observe().at().toEpochMilli();

    private void look() {
        meters.count(scene.observe());
    }

    private MoveStatus move(String id, MovePhase phase) {
        return move(id, phase, null);
    }

    private MoveStatus move(String id, MovePhase phase, @Nullable Long fenced) {
        return new MoveStatus(id, 0, 1, "0-3", phase, 10, 4_000, 4_000, started, null, null, fenced);
    }

    private Timer duration(String outcome) {
        return registry.get(MetricNames.HAND_OFF_DURATION)
                .tag(MetricNames.OUTCOME, outcome)
                .timer();
    }

    private double counted(String name, String outcome) {
        return registry.get(name).tag(MetricNames.OUTCOME, outcome).counter().count();
    }

    @Test
    void countsAMoveOnceThoughItStaysListed() {
        look();
        scene.list(move("m", MovePhase.COPYING));
        look();
        scene.pass(Duration.ofSeconds(7));
        for (var phase : new MovePhase[] {MovePhase.ADOPTED, MovePhase.ADOPTED, MovePhase.DONE, MovePhase.DONE}) {
            scene.list(move("m", phase));
            look();
            scene.pass(Duration.ofSeconds(1));
        }
        assertThat(duration("adopted").count()).isOne();
        assertThat(duration("adopted").totalTime(TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(counted(MetricNames.HAND_OFF_PARTITIONS, "adopted")).isEqualTo(4);
        assertThat(counted(MetricNames.HAND_OFF_BYTES, "adopted")).isEqualTo(4_000);
        assertThat(duration("aborted").count()).isZero();
    }

    @Test
    void tellsAbortsFromTheRest() {
        look();
        scene.list(move("m-1", MovePhase.ABORTED), move("m-2", MovePhase.DONE), move("m-3", MovePhase.PREPARED));
        look();
        assertThat(duration("aborted").count()).isOne();
        assertThat(duration("adopted").count()).isOne();
        assertThat(counted(MetricNames.HAND_OFF_BYTES, "aborted")).isEqualTo(4_000);
    }

    @Test
    void countsNothingThatEndedBeforeItsFirstLook() {
        scene.list(move("old", MovePhase.DONE, 5L));
        look();
        scene.list(move("old", MovePhase.DONE, 5L), move("new", MovePhase.DONE, 6L));
        look();
        assertThat(duration("adopted").count()).isOne();
        assertThat(registry.get(MetricNames.HAND_OFF_FENCE).timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(6);
    }

    @Test
    void isNotMisledByALeaderThatIsALittleBehindNorByTimeWithoutOne() {
        look();
        scene.list(move("m", MovePhase.DONE));
        look();
        scene.pod(1, 0).answers = false;
        for (int i = 0; i < 2 * HandOffLedger.LOOKS; i++) {
            look();
        }
        scene.pod(1, 0).answers = true;
        scene.list();
        look();
        scene.list(move("m", MovePhase.DONE));
        look();
        assertThat(duration("adopted").count()).isOne();
    }

    @Test
    void timesAFenceOnceItsSourceTellsOfIt() {
        look();
        scene.list(move("m", MovePhase.ADOPTED));
        look();
        for (int i = 0; i < 3; i++) {
            scene.list(move("m", MovePhase.DONE, 12L));
            look();
        }
        var fence = registry.get(MetricNames.HAND_OFF_FENCE).timer();
        assertThat(fence.count()).isOne();
        assertThat(fence.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(12);
    }

    @Test
    void tellsForHowLongTheOldestHandOffIsUnderWay() {
        scene.list(move("over", MovePhase.ADOPTED));
        scene.pass(Duration.ofMillis(1_500));
        assertThat(HandOffMeters.oldestSeconds(scene.observe())).isZero();
        scene.list(move("m", MovePhase.PREPARED));
        assertThat(HandOffMeters.oldestSeconds(scene.observe())).isEqualTo(1.5);
    }
}
