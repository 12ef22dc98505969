package io.shardwright.controller.rebalance;

import io.shardwright.contract.MoveOrder;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.rebalance.RebalanceWrite.Notice;
import io.shardwright.controller.step.Decision;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.RebalanceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Simulated shards, and the operator's rounds over them. */
abstract class RebalancingRounds {
    static final int MANY_ROUNDS = 2000;

    final SimulatedCluster cluster = new SimulatedCluster(shards("shards: 3"), new Random(1));
    final List<Notice> notices = new ArrayList<>();
    int ordered;

    static io.shardwright.crds.v1alpha1.ShardSet shards(String fields) {
        return ShardSets.plain(fields + ", partitions: 64");
    }

    void edit(String fields) {
        cluster.edit(shards(fields));
    }

    @BeforeEach
    void settled() {
        settle();
        notices.clear();
    }

    Decision decide() {
        return Decisions.decide(cluster.observe(0));
    }

    Decision round() {
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

    void settle() {
        until(() -> round().pace() == Pace.SETTLED);
    }

    static void until(BooleanSupplier holds) {
        for (int i = 0; i < MANY_ROUNDS; i++) {
            if (holds.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("not after " + MANY_ROUNDS + " rounds");
    }

    RebalanceStatus status(int number) {
        return Objects.requireNonNullElse(cluster.rebalance(number).getStatus(), RebalanceStatus.EMPTY);
    }

    @Nullable
    RebalancePhase phase(int number) {
        return status(number).phase();
    }

    String hash(int number) {
        return cluster.rebalance(number).getSpec().plan().hash();
    }

    void half(int number) {
        until(() -> {
            round();
            var figures = status(number).figures();
            return figures != null && figures.movesDone() * 2 >= figures.moves();
        });
    }

    static UnaryOperator<RebalanceSpec> approving(String hash) {
        return spec -> new RebalanceSpec(spec.shardSet(), spec.plan(), hash, spec.paused(), spec.abort());
    }

    static UnaryOperator<RebalanceSpec> aborting() {
        return spec -> new RebalanceSpec(spec.shardSet(), spec.plan(), spec.approvedPlan(), spec.paused(), true);
    }

    static UnaryOperator<RebalanceSpec> pausing(boolean paused) {
        return spec -> new RebalanceSpec(spec.shardSet(), spec.plan(), spec.approvedPlan(), paused, spec.abort());
    }

    List<String> reasons() {
        return notices.stream().map(Notice::reason).toList();
    }
}
