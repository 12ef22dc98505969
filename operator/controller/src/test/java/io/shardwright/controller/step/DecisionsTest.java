package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.rebalance.RebalanceWrite;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single decisions, from a settled ShardSet of three shards with something changed. */
class DecisionsTest {
    private SimulatedCluster cluster = cluster("shards: 3");

    private static SimulatedCluster cluster(String fields) {
        return new SimulatedCluster(ShardSets.plain(fields + ", partitions: 64"), new Random(1));
    }

    @BeforeEach
    void settle() {
        Settling.settle(cluster);
    }

    private void edit(String fields) {
        cluster.edit(ShardSets.plain(fields + ", partitions: 64"));
    }

    private Decision decide() {
        return Decisions.decide(cluster.observe(0));
    }

    @Test
    void doesNothingButKeepObjectsWhenSettled() {
        assertThat(decide().steps()).singleElement().isInstanceOf(Step.EnsureObjects.class);
    }

    @Test
    void doesNothingAtAllWhilePaused() {
        edit("shards: 5, paused: true");

        var decision = decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.hindrance()).get().extracting(Hindrance::stalled).isEqualTo(false);
    }

    @Test
    void refusesAScaleInThatCannotFitAndTouchesNothing() {
        // 64 x 40 MiB on volumes of 1 GiB: three shards hold 854 MiB each of 922 usable; two would hold 1,280.
        cluster.bytesPerPartition = 40L << 20;
        edit("shards: 2");

        var decision = decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.hindrance()).get().satisfies(hindrance -> {
            assertThat(hindrance.reason()).isEqualTo("DoesNotFit");
            assertThat(hindrance.stalled()).isTrue();
            assertThat(hindrance.message())
                    .isEqualTo(
                            "spec.shards: what is stored (2560.0 MiB) doesn't fit on 2 shards: shard 0 would hold"
                                    + " 1280.0 MiB, and 921.6 MiB of its volume of 1Gi are for data: set spec.shards to at least 3");
        });
    }

    @Test
    void letsAFullSetGrow() {
        cluster.bytesPerPartition = 80L << 20;
        edit("shards: 4");

        assertThat(decide().hindrance()).isEmpty();
    }

    @Test
    void refusesWeightsThatLeaveNoOwner() {
        edit("shards: 2, shardWeights: [{shard: 0, weight: 0}, {shard: 1, weight: 0}]");

        assertThat(decide().steps()).isEmpty();
        assertThat(decide().hindrance()).get().extracting(Hindrance::reason).isEqualTo("InvalidWeights");
    }

    @Test
    void refusesToPutAShardOnAnotherVolume() {
        edit("shards: 3, nodeClasses: [{name: big, storage: {size: 5Gi}}]");

        assertThat(decide().steps()).isEmpty();
        assertThat(decide().hindrance())
                .get()
                .extracting(Hindrance::message)
                .asString()
                .contains("shard 0");
    }

    @Test
    void replacesTheMemberWhoseVolumeIsGone() {
        cluster.loseVolume(1, 2);
        Settling.settle(cluster);

        assertThat(cluster.members(1).values()).containsExactlyInAnyOrderElementsOf(cluster.peers(1));
    }

    @Test
    void foundsNoShardAgainWhoseVolumesAreAllGone() {
        for (int replica = 0; replica < 3; replica++) {
            cluster.loseVolume(1, replica);
        }

        var decision = decide();

        assertThat(decision.steps()).noneMatch(Step.OrderMembers.class::isInstance);
        assertThat(decision.steps()).noneMatch(Step.WriteMap.class::isInstance);
        assertThat(decision.hindrance()).get().extracting(Hindrance::reason).isEqualTo("ShardDataLost");
    }

    @Test
    void changesNoMemberWithoutAMajorityOfTheOthers() {
        cluster.loseVolume(1, 2);
        var observed = cluster.observe(0);
        assertThat(Decisions.decide(observed).steps()).anyMatch(Step.OrderMembers.class::isInstance);

        var decision = Decisions.decide(
                Altered.silenced(observed, 1, replica -> replica.pod().endsWith("-1")));

        assertThat(decision.steps()).noneMatch(Step.OrderMembers.class::isInstance);
    }

    @Test
    void inventsNoMapWhileAShardIsSilent() {
        cluster.loseMap();

        var decision = Decisions.decide(Altered.silenced(cluster.observe(0), 1));

        assertThat(decision.steps()).allMatch(Step.EnsureObjects.class::isInstance);
        assertThat(decision.hindrance()).get().satisfies(hindrance -> {
            assertThat(hindrance.reason()).isEqualTo("OwnershipUnknown");
            assertThat(hindrance.message()).contains("shard 1 has no leader");
        });
    }

    @Test
    void movesNothingToOrFromAShardWithoutALeader() {
        edit("shards: 3, shardWeights: [{shard: 0, weight: 10}]");

        var decision = Decisions.decide(Altered.silenced(cluster.observe(0), 0));

        assertThat(decision.steps()).noneMatch(Step.OrderMove.class::isInstance);
        assertThat(decision.steps()).noneMatch(Step.WriteMap.class::isInstance);
        assertThat(decision.movesRemaining()).isPositive();
    }

    @Test
    void movesThatWaitForADeadShardLeaveTheirPlacesToOthers() {
        cluster.pass(Duration.ofMinutes(3), () -> {}); // a shard that starts isn't dead
        edit("shards: 3, rebalance: {maxConcurrentMoves: 1}, shardWeights: [{shard: 0, weight: 10}]");
        for (int i = 0; i < 200; i++) {
            var observed = cluster.observe(0);
            for (int dead = 1; dead < 3; dead++) {
                var decision = Decisions.decide(Altered.silenced(observed, dead));
                if (!decision.ownership().movesInFlight().isEmpty()
                        && decision.ownership().movesInFlight().getFirst().to().ordinal() == dead) {
                    int other = 3 - dead;
                    assertThat(decision.steps())
                            .anySatisfy(step -> assertThat(step)
                                    .isInstanceOfSatisfying(
                                            Step.OrderMove.class,
                                            move -> assertThat(move.order().to())
                                                    .isEqualTo(other)));
                    return;
                }
            }
            cluster.carryOut(Decisions.decide(observed).steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        throw new AssertionError("no move was ever under way");
    }

    @Test
    void abortsACopyWhoseSourceIsGone() {
        edit("shards: 3, shardWeights: [{shard: 2, weight: 10}]");
        for (int i = 0; i < 200; i++) {
            cluster.carryOut(decide().steps(), Integer.MAX_VALUE);
            var copy = decide().ownership().movesInFlight().stream()
                    .filter(move -> move.phase() == MovePhase.COPYING)
                    .findFirst();
            if (copy.isPresent()) {
                assertThat(Decisions.decide(Altered.without(
                                        cluster.observe(0), copy.get().from()))
                                .steps())
                        .anySatisfy(step -> assertThat(step).isInstanceOfSatisfying(Step.OrderMove.class, move -> {
                            assertThat(move.order().id()).isEqualTo(copy.get().id());
                            assertThat(move.order().intent()).isEqualTo(MoveOrder.Intent.ABORT);
                        }));
                return;
            }
            cluster.pass();
        }
        throw new AssertionError("no move was ever copying");
    }

    @Test
    void removesNoShardThatDoesNotAnswer() {
        edit("shards: 2");
        for (int i = 0; i < 200; i++) {
            var decision = Decisions.decide(cluster.observe(0));
            if (decision.steps().stream().anyMatch(Step.RemoveShard.class::isInstance)) {
                var silent = Decisions.decide(Altered.silenced(cluster.observe(0), 2));
                assertThat(silent.steps()).noneMatch(Step.RemoveShard.class::isInstance);
                return;
            }
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        throw new AssertionError("shard 2 was never to be removed");
    }

    @Test
    void putsARebalancingOnRecordBeforeItsFirstMove() {
        edit("shards: 3, shardWeights: [{shard: 0, weight: 300}]");

        var first = decide();

        assertThat(first.steps()).noneMatch(Step.OrderMove.class::isInstance);
        assertThat(first.steps())
                .anySatisfy(step -> assertThat(step)
                        .isInstanceOfSatisfying(
                                Step.WriteRebalance.class,
                                rebalance -> assertThat(rebalance.write()).isInstanceOf(RebalanceWrite.Create.class)));
    }

    @Test
    void ordersTheSameMoveUnderTheSameIdUntilItIsSeen() {
        edit("shards: 3, shardWeights: [{shard: 0, weight: 300}]");
        cluster.carryOut(decide().steps(), Integer.MAX_VALUE);

        var once = decide().steps().stream()
                .filter(Step.OrderMove.class::isInstance)
                .toList();
        var again = decide().steps().stream()
                .filter(Step.OrderMove.class::isInstance)
                .toList();

        assertThat(once).isNotEmpty().isEqualTo(again);
    }
}
