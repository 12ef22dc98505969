package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.controller.step.Settling;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.planner.ShardId;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
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
        var wasStarting = new AtomicBoolean();
        var settled = Settling.settle(cluster, (observed, decision) -> {
            boolean unfounded = observed.map()
                    .flatMap(map -> map.entry(SHARD))
                    .filter(entry -> entry.group().isEmpty())
                    .isPresent();
            if (unfounded && observed.shard(SHARD).isPresent()) {
                assertThat(withAllSilent(observed)).isEqualTo(State.STARTING);
                wasStarting.set(true);
            }
        });

        assertThat(wasStarting).isTrue();
        assertThat(withAllSilent(settled)).isEqualTo(State.DOWN);
    }
}
