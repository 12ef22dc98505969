package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.controller.ShardSets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code spec.rebalance.maxBytesPerSecond} is the budget of the whole ShardSet, whatever moves. */
class CopyBudgetTest {
    private static final long BUDGET = 16 << 20;

    private final SimulatedCluster cluster = new SimulatedCluster(spec(4), new Random(7));

    private static io.shardwright.crds.v1alpha1.ShardSet spec(int shards) {
        return ShardSets.plain(
                "shards: %d, partitions: 256, rebalance: {maxBytesPerSecond: 16Mi, maxConcurrentMoves: 3}"
                        .formatted(shards));
    }

    private static List<MoveOrder> orders(Decision decision) {
        return decision.steps().stream()
                .filter(Step.OrderMove.class::isInstance)
                .map(step -> ((Step.OrderMove) step).order())
                .toList();
    }

    @Test
    void movesThatCopyShareTheBudgetEvenlyAtEveryMoment() {
        Settling.settle(cluster);
        cluster.edit(spec(5));
        int most = 0;
        boolean ordered = false;
        for (int i = 0; i < 1000; i++) {
            var decision = Decisions.decide(cluster.observe(0));
            ordered |= !orders(decision).isEmpty();
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            var copying = Decisions.decide(cluster.observe(0)).ownership().movesInFlight().stream()
                    .filter(move -> move.phase() == MovePhase.COPYING)
                    .toList();
            long share = copying.isEmpty() ? 0 : BUDGET / copying.size();
            assertThat(copying)
                    .allSatisfy(move ->
                            assertThat(move.maxBytesPerSecond().orElseThrow()).isEqualTo(share));
            most = Math.max(most, copying.size());
            assertThat(orders(Decisions.decide(cluster.observe(0))))
                    .as("orders again without a change")
                    .noneMatch(
                            order -> copying.stream().anyMatch(move -> move.id().equals(order.id())));
            if (decision.pace() == Decision.Pace.SETTLED && ordered) {
                break;
            }
            cluster.pass();
        }
        assertThat(most).isEqualTo(3);
    }

    @Test
    void leavesATargetAloneThatDoesNotSayHowFastItCopies() {
        Settling.settle(cluster);
        cluster.sayNothingOfRates();
        cluster.edit(spec(5));
        for (int i = 0; i < 300; i++) {
            var decision = Decisions.decide(cluster.observe(0));
            var known = decision.ownership().movesInFlight();
            assertThat(orders(decision))
                    .noneMatch(
                            order -> known.stream().anyMatch(move -> move.id().equals(order.id())));
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
    }

    @Test
    void shardsAreAskedLessOftenWhileOnlyLongCopiesAreUnderWay() {
        assertThat(paceWhileGoingTo(5, 100)).isEqualTo(Decision.Pace.BUSY);
        assertThat(paceWhileGoingTo(6, BUDGET)).isEqualTo(Decision.Pace.COPYING);
    }

    private Decision.Pace paceWhileGoingTo(int shards, long bytesPerPartition) {
        Settling.settle(cluster);
        cluster.bytesPerPartition = bytesPerPartition;
        cluster.edit(spec(shards));
        for (int i = 0; i < 300; i++) {
            cluster.carryOut(Decisions.decide(cluster.observe(0)).steps(), Integer.MAX_VALUE);
            var next = Decisions.decide(cluster.observe(0));
            if (!next.ownership().movesInFlight().isEmpty()) {
                return next.pace();
            }
            cluster.pass();
        }
        throw new AssertionError("nothing moves");
    }
}
