package io.shardwright.controller.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.rebalance.Course.Waiting;
import io.shardwright.controller.rebalance.RebalanceWrite.Notice;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.step.Decision;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rebalances of simulated shards, round by round. */
class RebalancingTest {
    private static final int MANY_ROUNDS = 2000;

    private final SimulatedCluster cluster = new SimulatedCluster(shards("shards: 3"), new Random(1));
    private final List<Notice> notices = new ArrayList<>();
    private int ordered;

    private static io.shardwright.crds.v1alpha1.ShardSet shards(String fields) {
        return ShardSets.plain(fields + ", partitions: 64");
    }

    private void edit(String fields) {
        cluster.edit(shards(fields));
    }

    @BeforeEach
    void settled() {
        settle();
        notices.clear();
    }

    private Decision decide() {
        return Decisions.decide(cluster.observe(0));
    }

    private Decision round() {
        var decision = decide();
        decision.steps().stream()
                .filter(Step.WriteRebalance.class::isInstance)
                .forEach(step -> ((Step.WriteRebalance) step).write().notice().ifPresent(notices::add));
        ordered += (int) decision.steps().stream()
                .filter(step ->
                        step instanceof Step.OrderMove move && move.order().intent() == MoveOrder.Intent.RUN)
                .count();
        cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
        cluster.pass();
        return decision;
    }

    private void settle() {
        until(() -> round().pace() == Pace.SETTLED);
    }

    private static void until(BooleanSupplier holds) {
        for (int i = 0; i < MANY_ROUNDS; i++) {
            if (holds.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("not after " + MANY_ROUNDS + " rounds");
    }

    private RebalanceStatus status(int number) {
        return Objects.requireNonNullElse(cluster.rebalance(number).getStatus(), RebalanceStatus.EMPTY);
    }

    private @Nullable RebalancePhase phase(int number) {
        return status(number).phase();
    }

    private String hash(int number) {
        return cluster.rebalance(number).getSpec().plan().hash();
    }

    private void half(int number) {
        until(() -> {
            round();
            var figures = status(number).figures();
            return figures != null && figures.movesDone() * 2 >= figures.moves();
        });
    }

    private static UnaryOperator<RebalanceSpec> approving(String hash) {
        return spec -> new RebalanceSpec(spec.shardSet(), spec.plan(), hash, spec.paused(), spec.abort());
    }

    private static UnaryOperator<RebalanceSpec> aborting() {
        return spec -> new RebalanceSpec(spec.shardSet(), spec.plan(), spec.approvedPlan(), spec.paused(), true);
    }

    private static UnaryOperator<RebalanceSpec> pausing(boolean paused) {
        return spec -> new RebalanceSpec(spec.shardSet(), spec.plan(), spec.approvedPlan(), paused, spec.abort());
    }

    private List<String> reasons() {
        return notices.stream().map(Notice::reason).toList();
    }

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
