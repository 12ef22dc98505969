package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.Settling;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardSetGaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ShardSetGauges gauges = new ShardSetGauges(registry);

    private static ShardSet shardSet(String uid) {
        var set = ShardSets.plain("shards: 3, partitions: 64");
        set.getMetadata().setUid(uid);
        return set;
    }

    private Observed show(ShardSet set, boolean ready) {
        var observed = new SimulatedCluster(set, new Random(1)).observe(0);
        var outcome = new Outcome(List.of(), Optional.empty());
        gauges.show(
                set,
                Assessment.of(observed, Decisions.decide(observed), outcome, new Patience(), new AvailabilityJudge()),
                ready);
        return observed;
    }

    private double ready() {
        return registry.get(MetricNames.READY).gauge().value();
    }

    @Test
    void aShardSetMadeAgainGoesOnInTheGaugesOfItsName() {
        show(shardSet("first"), true);
        var last = show(shardSet("second"), false);
        assertThat(ready()).isZero();
        gauges.forgetGone(last.at().plus(Duration.ofSeconds(59)));
        assertThat(ready()).isZero();
    }

    @Test
    void whatIsNotLookedAtAnyMoreLosesItsGauges() {
        var last = show(shardSet("first"), true);
        assertThat(gauges.forgetGone(last.at().plus(Duration.ofSeconds(61))))
                .extracting(gone -> gone.getMetadata().getUid())
                .containsExactly("first");
        assertThat(registry.getMeters()).isEmpty();
        show(shardSet("first"), true);
        assertThat(ready()).isOne();
    }

    @Test
    void tellsHowFarAnEditIsFromTheFewestMovesAndFromBalance() {
        var cluster = new SimulatedCluster(shardSet("first"), new Random(1));
        settle(cluster);
        assertThat(gauge(MetricNames.IMBALANCE)).isCloseTo(22 / (64 / 3.0), within(1e-9));
        cluster.edit(shards(5));

        var seen = settle(cluster);

        assertThat(seen).anySatisfy(figures -> {
            assertThat(figures.remaining()).isPositive();
            assertThat(figures.phase()).isOne();
        });
        assertThat(seen).allSatisfy(figures -> assertThat(figures.over()).isZero());
        assertThat(gauge(MetricNames.MOVES_MINIMUM)).isEqualTo(cluster.adoptions);
        assertThat(gauge(MetricNames.MOVES_DONE)).isEqualTo(cluster.adoptions);
        assertThat(gauge(MetricNames.IMBALANCE)).isCloseTo(13 / (64 / 5.0), within(1e-9));
        assertThat(registry.get(MetricNames.REBALANCE)
                        .tag(MetricNames.PHASE, "Completed")
                        .gauge()
                        .value())
                .isOne();
    }

    @Test
    void countsWhatMovesTwiceAsOverTheMinimum() {
        var cluster = new SimulatedCluster(shardSet("first"), new Random(1));
        settle(cluster);
        cluster.edit(shards(5));
        settle(cluster);
        var last = cluster.observe(0);
        var rebalance = Decisions.decide(last).course().current().orElseThrow();
        var ownership = Decisions.decide(last).ownership();
        assertThat(rebalance.movesOverMinimum(ownership)).isZero();
        cluster.edit(shards(3));
        settle(cluster);
        var back = cluster.observe(0);
        assertThat(rebalance.movesOverMinimum(Decisions.decide(back).ownership()))
                .as("there and back again, and away from where this one wanted them")
                .isEqualTo(2 * rebalance.plan().moves());
    }

    private record Figures(double remaining, double over, double phase) {}

    private static ShardSet shards(int shards) {
        var set = ShardSets.plain("shards: " + shards + ", partitions: 64");
        set.getMetadata().setUid("first");
        return set;
    }

    private List<Figures> settle(SimulatedCluster cluster) {
        var seen = new ArrayList<Figures>();
        Settling.settle(cluster, (observed, decision) -> {
            var outcome = new Outcome(List.of(), Optional.empty());
            gauges.show(
                    observed.shardSet(),
                    Assessment.of(observed, decision, outcome, new Patience(), new AvailabilityJudge()),
                    false);
            seen.add(new Figures(
                    gauge(MetricNames.MOVES_REMAINING),
                    gauge(MetricNames.MOVES_OVER_MINIMUM),
                    registry.get(MetricNames.REBALANCE)
                            .tag(MetricNames.PHASE, "Running")
                            .gauge()
                            .value()));
        });
        return seen;
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
