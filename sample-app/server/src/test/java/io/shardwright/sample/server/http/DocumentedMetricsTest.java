package io.shardwright.sample.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MetricsTable;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.Role;
import io.shardwright.sample.server.move.MoveMetrics.Direction;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.pace.RequestWaits;
import io.shardwright.sample.server.serve.ServeMetrics.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DocumentedMetricsTest {
    private final ServerMetrics metrics = new ServerMetrics(new RequestWaits(Duration.ofSeconds(1)));

    @Test
    void documentsEachOfItsMetricsAndNoOther() throws Exception {
        metrics.observe(this, test -> 0, () -> Role.LEADER, test -> 1);
        metrics.observeMoves(phase -> 0);
        metrics.observeLimits(CopyLimits.none());
        metrics.answered("GET", 200);
        metrics.phaseEnded(Direction.OUT, MovePhase.COPYING, Duration.ofSeconds(3));
        assertThat(MetricsTable.shown(metrics.scrape(), "shard_")).isEqualTo(MetricsTable.documented("Shards"));
    }

    @Test
    void showsBeforeItHappensWhatShouldNeverHappen() {
        assertThat(metrics.scrape())
                .contains("shard_parking_refused_total{reason=\"full\"} 0.0")
                .contains("shard_move_verifications_total{direction=\"out\",result=\"different\"} 0.0")
                .contains("shard_moves_ended_total{direction=\"in\",outcome=\"ABORTED\"} 0.0");
        metrics.parkingRefused(Refusal.LATE);
        metrics.verified(Direction.OUT, false);
        assertThat(metrics.scrape())
                .contains("shard_parking_refused_total{reason=\"late\"} 1.0")
                .contains("shard_move_verifications_total{direction=\"out\",result=\"different\"} 1.0");
    }
}
