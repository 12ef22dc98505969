package io.shardwright.controller.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.crds.v1alpha1.BlockedMove;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shard 0 owns 62 of 64 partitions, and gives some to shards 1 and 2. */
class ObstaclesTest {
    private final Scene scene = new Scene(3, 3, "");

    private Obstacles obstacles() {
        var observed = scene.observe();
        var ownership = ConfirmedOwnership.of(observed);
        var weights = IntStream.range(0, 3)
                .mapToObj(i -> new ShardWeight(new ShardId(i), 100))
                .toList();
        var plan = (PlanResult.Planned) Planner.plan(
                PlanRequest.of(ownership.afterMovesInFlight(), weights).withMaxPartitionsPerBatch(16));
        return new Obstacles(observed, ownership, Optional.of(plan.plan()));
    }

    @Test
    void nothingIsInTheWayOfShardsInOrder() {
        assertThat(obstacles().blocked()).isEmpty();
        assertThat(obstacles().someCanStart()).isTrue();
    }

    @Test
    void movesWaitForAShardWithoutALeader() {
        scene.pod(1, 0).answers = false;

        assertThat(obstacles().blocked())
                .singleElement()
                .satisfies(move -> assertThat(move.to()).isEqualTo(1))
                .extracting(BlockedMove::reason)
                .isEqualTo("shard 1 has no leader that a majority confirms");
        assertThat(obstacles().someCanStart()).as("to the other one").isTrue();

        scene.pod(0, 0).answers = false;
        assertThat(obstacles().blocked()).hasSize(2);
        assertThat(obstacles().someCanStart()).isFalse();
    }

    @Test
    void movesWaitForAReplicaThatIsBeingReplacedAndThoseUnderWayDont() {
        scene.pod(1, 2).deleting = true;

        assertThat(obstacles().blocked())
                .singleElement()
                .satisfies(move -> assertThat(move.partitions()).isGreaterThan(16))
                .extracting(BlockedMove::reason)
                .isEqualTo("shard 1: plain-1-2 is being replaced");

        scene.pod(1, 2).deleting = false;
        scene.pod(2, 2).answers = false;
        scene.move(0, 2);
        assertThat(obstacles().blocked())
                .as("a shard that lacks a voter may give and take")
                .isEmpty();
    }

    @Test
    void movesUnderWayWaitForALeaderToo() {
        scene.move(0, 2);
        scene.pod(2, 0).answers = false;

        assertThat(obstacles().blocked().stream().map(BlockedMove::to).toList()).isEqualTo(List.of(2));
    }
}
