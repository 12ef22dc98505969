package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.planner.ShardId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardHealthTest {
    private static final ShardId SHARD = new ShardId(1);

    private final SimulatedCluster cluster =
            new SimulatedCluster(ShardSets.plain("shards: 3, partitions: 64"), new Random(1));

    private static State withAllSilent(Observed observed) {
        var shard = observed.shard(SHARD).orElseThrow();
        var silent = shard.replicas().stream()
                .map(r -> new Replica(r.pod(), r.address(), new Answer.Silent("is away"), true))
                .toList();
        return ShardHealth.of(observed, new ObservedShard(SHARD, shard.nodeClass(), shard.volume(), silent, false))
                .state();
    }

    @Test
    void aShardThatServedAndIsSilentIsDownAndOneThatNeverServedIsStarting() {
        boolean wasStarting = false;
        for (int i = 0; i < 500; i++) {
            var observed = cluster.observe(0);
            var decision = Decisions.decide(observed);
            if (decision.pace() == Pace.SETTLED) {
                assertThat(wasStarting).isTrue();
                assertThat(withAllSilent(observed)).isEqualTo(State.DOWN);
                return;
            }
            boolean unfounded = observed.map()
                    .flatMap(map -> map.entry(SHARD))
                    .filter(entry -> entry.group().isEmpty())
                    .isPresent();
            if (unfounded && observed.shard(SHARD).isPresent()) {
                assertThat(withAllSilent(observed)).isEqualTo(State.STARTING);
                wasStarting = true;
            }
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        throw new AssertionError("not settled");
    }
}
