package io.shardwright.controller.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.controller.rebalance.Course.Waiting;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Rebalances are made, begin and are void, and what is told of them. */
class RebalancingTest extends RebalancingRounds {
    @Test
    void theFirstPlacementIsNone() {
        assertThat(cluster.rebalances()).isEmpty();
    }

    @Test
    void automaticOnesAreOnRecordAndCarriedOutAtOnce() {
        edit("shards: 4");
        settle();

        assertThat(cluster.counts().values()).containsOnly(16);
        assertThat(phase(1)).isEqualTo(RebalancePhase.Completed);
        assertThat(status(1).moves()).isEqualTo("16/16");
        assertThat(status(1).percent()).isEqualTo(100);
        assertThat(Objects.requireNonNull(status(1).figures()).movesOverMinimum())
                .isZero();
        assertThat(status(1).reachedEpoch())
                .isEqualTo(cluster.map().orElseThrow().spec().epoch());
        assertThat(reasons()).containsExactly("RebalancePlanned", "RebalanceStarted", "RebalanceFinished");
        assertThat(cluster.adoptions).isEqualTo(16);
    }

    @Test
    void nothingMovesUntilThePlanIsApprovedByItsHash() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        IntStream.range(0, 20).forEach(i -> round());

        assertThat(ordered).isZero();
        assertThat(phase(1)).isEqualTo(RebalancePhase.AwaitingApproval);
        assertThat(status(1).message()).contains(hash(1));
        assertThat(cluster.counts()).as("the new shard is there").containsEntry(3, 0);
        assertThat(decide().course().waiting())
                .get()
                .extracting(Waiting::reason)
                .isEqualTo("RebalanceAwaitingApproval");
        assertThat(decide().steps()).as("idle").singleElement().isInstanceOf(Step.EnsureObjects.class);

        cluster.decide(1, approving(hash(1)));
        settle();

        assertThat(phase(1)).isEqualTo(RebalancePhase.Completed);
        assertThat(cluster.counts().values()).containsOnly(16);
        assertThat(cluster.rebalances()).hasSize(1);
    }

    @Test
    void aWrongHashMovesNothingAndIsToldOnce() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        cluster.decide(1, approving("ffffffffffffffff"));
        settle();
        IntStream.range(0, 20).forEach(i -> round());

        assertThat(ordered).isZero();
        assertThat(phase(1)).isEqualTo(RebalancePhase.AwaitingApproval);
        assertThat(status(1).message()).contains("ffffffffffffffff", hash(1));
        assertThat(notices)
                .filteredOn(notice -> notice.reason().equals("PlanHashRefused"))
                .hasSize(1);
    }

    @Test
    void anEditOfWeightsVoidsAPlanAndTheNextNeedsItsOwnApproval() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        String first = hash(1);
        edit("shards: 4, shardWeights: [{shard: 3, weight: 200}], rebalance: {mode: Approve}");
        settle();

        assertThat(phase(1)).isEqualTo(RebalancePhase.Superseded);
        assertThat(status(1).message()).startsWith("void, because shards or weights of the ShardSet were edited");
        assertThat(phase(2)).isEqualTo(RebalancePhase.AwaitingApproval);
        assertThat(hash(2)).isNotEqualTo(first);
        cluster.decide(1, approving(first));
        settle();
        assertThat(ordered).isZero();
    }

    @Test
    void theSamePlanAgainNeedsApprovalAgain() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        cluster.decide(1, approving(hash(1)));
        edit("shards: 5, rebalance: {mode: Approve}");
        settle();
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();

        assertThat(phase(3)).isEqualTo(RebalancePhase.AwaitingApproval);
        assertThat(ordered).isZero();
    }

    @Test
    void anEditThatChangesNoInputVoidsNothing() {
        edit("shards: 4, rebalance: {mode: Approve}");
        settle();
        edit("shards: 4, router: {replicas: 3}, rebalance: {mode: Approve, maxConcurrentMoves: 2}");
        settle();

        assertThat(cluster.rebalances()).hasSize(1);
        assertThat(phase(1)).isEqualTo(RebalancePhase.AwaitingApproval);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPartitionThatSomethingElseMovesVoidsAPlan(boolean begun) {
        edit("shards: 4, rebalance: {mode: %s, maxConcurrentMoves: 1}".formatted(begun ? "Auto" : "Approve"));
        until(() -> {
            round();
            return phase(1) == (begun ? RebalancePhase.Running : RebalancePhase.AwaitingApproval);
        });
        // Partition 0 stays with shard 0 in any plan for these weights.
        var foreign = new MoveOrder("by-hand", 0, 1, "0", MoveOrder.Intent.RUN);
        cluster.carryOut(List.of(new Step.OrderMove(foreign, PodAddress.ofIp("plain-1-0", "10.0.0.1"))), 1);
        IntStream.range(0, 50)
                .forEach(i -> cluster.pass()); // While it is only copied, it would be aborted as unwanted.
        until(() -> {
            round();
            return cluster.rebalances().size() > 1;
        });

        assertThat(phase(1)).isEqualTo(RebalancePhase.Superseded);
        assertThat(status(1).message()).contains("changed their owner by something else");
        edit("shards: 4");
        settle();
        assertThat(cluster.counts().values()).containsOnly(16);
    }

    @Test
    void whereTheyAreOffNothingMovesAndShardsThatAreToGoStay() {
        edit("shards: 2, rebalance: {mode: Off}");
        settle();
        IntStream.range(0, 20).forEach(i -> round());

        assertThat(cluster.rebalances()).isEmpty();
        assertThat(ordered).isZero();
        assertThat(cluster.counts()).containsKey(2);
        assertThat(decide().course().waiting()).get().satisfies(waiting -> {
            assertThat(waiting.reason()).isEqualTo("RebalanceOff");
            assertThat(waiting.message())
                    .isEqualTo("21 partitions stay where they are, so shards that are to go stay too (1, from 2): "
                            + "spec.rebalance.mode is Off: set it to Auto or Approve to have them moved");
        });
        edit("shards: 2");
        settle();
        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 32));
    }

    @Test
    void onlyTheLastOnesAreKept() {
        for (int i = 0; i < Rebalancing.KEPT + 4; i++) {
            edit("shards: " + (i % 2 == 0 ? 4 : 3));
            settle();
        }
        assertThat(cluster.rebalances()).hasSizeLessThanOrEqualTo(Rebalancing.KEPT);
        assertThat(cluster.rebalances()).contains("plain-r14").doesNotContain("plain-r1", "plain-r4");
    }

    @Test
    void figuresAreWrittenAtMostEveryTwoSeconds() {
        edit("shards: 5, rebalance: {maxConcurrentMoves: 1}");
        var last = new Instant[] {Instant.EPOCH};
        until(() -> {
            var at = cluster.observe(0).at();
            var before = cluster.rebalances().isEmpty() ? null : phase(1);
            var pace = round().pace();
            if (!cluster.rebalances().isEmpty() && before != null && before == phase(1)) {
                var updated = Instant.parse(Objects.requireNonNull(status(1).updatedAt()));
                if (updated.isAfter(last[0]) && last[0].isAfter(Instant.EPOCH)) {
                    assertThat(Duration.between(last[0], at)).isGreaterThanOrEqualTo(StatusDraft.FIGURES_INTERVAL);
                }
                last[0] = updated;
            }
            return pace == Pace.SETTLED;
        });
    }
}
