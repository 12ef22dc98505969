package io.shardwright.controller.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.rebalance.Course.Waiting;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.step.Decisions;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rebalances that are aborted, paused, turned off or reverted in the middle, and operators that are killed. */
class InterruptedRebalanceTest extends RebalancingRounds {
    @Test
    void anAbortedOneEndsAtANamedOwnershipAndIsNotBegunAgain() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 1}");
        half(1);
        cluster.decide(1, aborting());
        settle();
        int orderedBefore = ordered;
        IntStream.range(0, 50).forEach(i -> round());

        assertThat(phase(1)).isEqualTo(RebalancePhase.Aborted);
        var figures = Objects.requireNonNull(status(1).figures());
        assertThat(figures.movesDone()).isPositive().isLessThan(figures.moves());
        assertThat(status(1).reachedEpoch())
                .isEqualTo(cluster.map().orElseThrow().spec().epoch());
        assertThat(status(1).message())
                .startsWith("stopped at epoch %d: %d of %d partitions have moved; shard "
                        .formatted(status(1).reachedEpoch(), figures.movesDone(), figures.moves()));
        assertThat(ordered).isEqualTo(orderedBefore);
        assertThat(decide().ownership().movesInFlight()).isEmpty();
        assertThat(cluster.counts().values().stream().mapToInt(i -> i).sum()).isEqualTo(64);
        assertThat(decide().pace()).isEqualTo(Pace.SETTLED);
        assertThat(decide().course().waiting()).get().satisfies(waiting -> {
            assertThat(waiting.reason()).isEqualTo("RebalanceAborted");
            assertThat(waiting.message()).contains("plain-r1", "delete it to have the rest planned again");
        });

        cluster.forget(1);
        settle();
        assertThat(phase(1)).isEqualTo(RebalancePhase.Completed);
        assertThat(cluster.counts().values()).allMatch(owned -> owned == 12 || owned == 13);
    }

    @Test
    void anotherEditEndsTheStandstillAfterAnAbort() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 1}");
        half(1);
        cluster.decide(1, aborting());
        settle();
        edit("shards: 3");
        settle();

        assertThat(phase(2)).isEqualTo(RebalancePhase.Completed);
        assertThat(cluster.counts()).containsOnlyKeys(0, 1, 2);
        edit("shards: 5");
        settle();
        assertThat(phase(3)).isEqualTo(RebalancePhase.Completed);
    }

    @Test
    void abortingAPlanThatAwaitsApprovalRejectsIt() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        cluster.decide(1, aborting());
        settle();

        assertThat(phase(1)).isEqualTo(RebalancePhase.Aborted);
        assertThat(status(1).message()).contains("0 of 16 partitions have moved");
        assertThat(cluster.rebalances()).hasSize(1);
    }

    @Test
    void aScaleInThatIsAbortedKeepsTheShardsThatOwn() {
        edit("shards: 2, rebalance: {maxConcurrentMoves: 1}");
        until(() -> {
            round();
            return phase(1) == RebalancePhase.Running;
        });
        cluster.decide(1, aborting());
        settle();

        assertThat(cluster.counts()).containsKey(2);
        assertThat(cluster.counts().get(2)).isPositive();
        assertThat(decide().removing()).as("it isn't on its way out").isZero();
        assertThat(decide().course().waiting())
                .get()
                .extracting(Waiting::message)
                .asString()
                .contains("from 2");
    }

    @Test
    void aPausedOneStartsNoMoveAndGoesOnLater() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 1}");
        half(1);
        cluster.decide(1, pausing(true));
        settle();
        int orderedBefore = ordered;
        IntStream.range(0, 20).forEach(i -> round());

        assertThat(phase(1)).isEqualTo(RebalancePhase.Paused);
        assertThat(ordered).isEqualTo(orderedBefore);
        cluster.decide(1, pausing(false));
        settle();
        assertThat(phase(1)).isEqualTo(RebalancePhase.Completed);
        assertThat(reasons()).contains("RebalancePaused", "RebalanceResumed");
    }

    @Test
    void turnedOffInTheMiddleItIsHeldAndThenGoesOn() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 1}");
        half(1);
        edit("shards: 5, rebalance: {mode: Off}");
        settle();
        assertThat(phase(1)).isEqualTo(RebalancePhase.Paused);
        edit("shards: 5, rebalance: {mode: Approve}");
        settle();
        assertThat(phase(1)).as("it was begun").isEqualTo(RebalancePhase.Completed);
    }

    @Test
    void turnedOffBeforeItBeganItIsVoid() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        edit("shards: 4, rebalance: {mode: Off}");
        settle();
        assertThat(phase(1)).isEqualTo(RebalancePhase.Superseded);
        assertThat(cluster.rebalances()).hasSize(1);
    }

    @Test
    void aRefusedSpecificationPausesWhatWasBegunAndLetsItBeAborted() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 1}");
        half(1);
        edit("shards: 2, shardWeights: [{shard: 0, weight: 0}, {shard: 1, weight: 0}]");
        until(() -> {
            round();
            return phase(1) == RebalancePhase.Paused;
        });
        cluster.decide(1, aborting());
        until(() -> {
            round();
            return phase(1) == RebalancePhase.Aborted;
        });
        assertThat(decide().ownership().movesInFlight()).isEmpty();
    }

    @Test
    void aRevertInTheMiddleSupersedesItAndCountsOnlyWhatMovesBack() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 2}");
        half(1);
        int done = cluster.adoptions;
        edit("shards: 3, rebalance: {maxConcurrentMoves: 2}");
        settle();

        assertThat(phase(1)).isEqualTo(RebalancePhase.Superseded);
        assertThat(cluster.counts()).containsOnlyKeys(0, 1, 2);
        int last = cluster.rebalances().size();
        assertThat(phase(last)).isEqualTo(RebalancePhase.Completed);
        int back = cluster.adoptions - done;
        int counted = IntStream.rangeClosed(1, last)
                .map(number -> Objects.requireNonNull(status(number).figures()).movesDone())
                .sum();
        assertThat(counted).isBetween(cluster.adoptions - back, cluster.adoptions);
    }

    /** Users decide at random, the operator is killed between any two of its writes, shards lose their leaders. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensThereIsOneOpenRebalanceAndItEnds(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int last = cluster.rebalances().stream()
                    .mapToInt(name -> Integer.parseInt(name.substring("plain-r".length())))
                    .max()
                    .orElse(0);
            switch (random.nextInt(30)) {
                case 0 ->
                    edit("shards: %d, rebalance: {mode: %s}"
                            .formatted(
                                    2 + random.nextInt(4),
                                    List.of("Auto", "Approve", "Off").get(random.nextInt(3))));
                case 1 -> {
                    if (last > 0) {
                        cluster.decide(last, aborting());
                    }
                }
                case 2, 3 -> {
                    if (last > 0) {
                        cluster.decide(last, approving(hash(last)));
                    }
                }
                case 4 -> {
                    if (last > 0) {
                        cluster.forget(last);
                    }
                }
                default -> {}
            }
            var decision = Decisions.decide(cluster.observe(random.nextBoolean() ? 0 : 0.2));
            cluster.carryOut(decision.steps(), random.nextInt(decision.steps().size() + 1));
            cluster.pass();
            var open = cluster.observe(0).rebalances().stream()
                    .filter(rebalance -> rebalance.getStatus() == null
                            || !Objects.requireNonNull(rebalance.getStatus().phase())
                                    .isFinal())
                    .count();
            assertThat(open).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(2);
        }
        edit("shards: 4, shardWeights: [{shard: 0, weight: 50}]");
        settle();
        // 64 x 50 / 350 is 9.14, and 64 x 100 / 350 is 18.29.
        assertThat(cluster.counts()).as("seed %d", seed).hasSize(4).satisfies(counts -> {
            assertThat(counts.get(0)).isBetween(9, 10);
            assertThat(List.of(counts.get(1), counts.get(2), counts.get(3))).allMatch(c -> c == 18 || c == 19);
        });
    }
}
