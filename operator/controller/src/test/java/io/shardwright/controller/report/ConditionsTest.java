package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.Settling;
import io.shardwright.controller.step.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private final SimulatedCluster cluster =
            new SimulatedCluster(ShardSets.plain("shards: 3, partitions: 64"), new Random(1));
    private final Patience patience = new Patience();

    @BeforeEach
    void settle() {
        Settling.settle(cluster);
    }

    /** Each condition's value and reason in one look, that much after the first. */
    private Map<String, String> told(double leaderless, Duration later) {
        var seen = cluster.observe(leaderless);
        var observed = new Observed(
                seen.shardSet(),
                seen.map(),
                seen.shards(),
                seen.inheritance(),
                seen.routersReady(),
                seen.locations(),
                seen.rebalances(),
                seen.at().plus(later));
        var outcome = new Outcome(List.of(), Optional.empty());
        var assessment =
                Assessment.of(observed, Decisions.decide(observed), outcome, patience, new AvailabilityJudge());
        return Conditions.of(assessment, List.of()).stream()
                .collect(Collectors.toMap(
                        condition -> condition.getType(),
                        condition -> condition.getStatus() + " " + condition.getReason()));
    }

    @Test
    void aShardThatIsSilentForAMomentChangesNoCondition() {
        var before = told(0, Duration.ZERO);
        assertThat(before).containsEntry("Ready", "True AllShardsServe");

        assertThat(told(1, Duration.ZERO)).isEqualTo(before);
        assertThat(told(1, Patience.LENGTH.minusMillis(1))).isEqualTo(before);
        assertThat(told(1, Patience.LENGTH)).containsEntry("Ready", "False ShardsUnavailable");
        assertThat(told(0, Patience.LENGTH)).isEqualTo(before);
    }
}
