package io.shardwright.controller.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.ownership.Attempts;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.target.Target;
import io.shardwright.controller.target.TargetResolver;
import io.shardwright.crds.v1alpha1.BlockedMove;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shard 0 owns 62 of 64 partitions, and gives some to shards 1 and 2. */
class ObstaclesTest {
    private final Scene scene = new Scene(3, 3, "");

    private Obstacles obstacles() {
        var observed = scene.observe();
        var ownership = ConfirmedOwnership.of(observed);
        var target = (Target) TargetResolver.resolve(observed);
        return new Obstacles(observed, ownership, target, Optional.of(plan(observed)));
    }

    private static Plan plan(Observed observed) {
        var target = (Target) TargetResolver.resolve(observed);
        var request = PlanRequest.of(ConfirmedOwnership.of(observed).afterMovesInFlight(), target.weights());
        return ((PlanResult.Planned) Planner.plan(request.withMaxPartitionsPerBatch(16))).plan();
    }

    /** The names of the next tries, in the order of the plan. */
    private List<String> next() {
        var observed = scene.observe();
        var batches = plan(observed).batches();
        var attempts = Attempts.of(observed, ConfirmedOwnership.of(observed), batches);
        return batches.stream().map(attempts::next).toList();
    }

    private static MoveStatus aborted(String id, String why) {
        return new MoveStatus(id, 0, 1, "0", MovePhase.ABORTED, 0, 0, 0, 0, why);
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
                .isEqualTo("shard 1: a replica is being replaced");

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

    @Test
    void movesThatFailMoreThanOnceTellWhy() {
        String first = next().getFirst();
        scene.list(aborted(first, "digest differs"));
        assertThat(obstacles().blocked()).as("it is tried again at once").isEmpty();
        String second = next().getFirst();
        assertThat(second).isNotEqualTo(first);

        scene.list(aborted(first, "digest differs"), aborted(second, "digest differs again"));

        assertThat(obstacles().blocked())
                .singleElement()
                .extracting(BlockedMove::reason)
                .isEqualTo("tried 2 times, last: digest differs again");
    }
}
