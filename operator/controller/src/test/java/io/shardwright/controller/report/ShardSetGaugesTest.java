package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.Duration;
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
        var outcome = new Outcome(List.of(), Optional.empty(), List.of());
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
}
