package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.observe.SetFacts;
import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.controller.step.Settling;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    void aNewShardStartsUntilItsLeaderIsReady() {
        var settled = Settling.settle(cluster, (observed, decision) -> {});
        var created = settled.shard(SHARD).orElseThrow().set().created();

        assertThat(withPods(PodFacts.State.RUNNING, settled, created)).isEqualTo(State.STARTING);
        assertThat(withPods(PodFacts.State.READY, settled, created)).isEqualTo(State.COMPLETE);
        var longAgo = settled.at().minus(Duration.ofMinutes(3));
        assertThat(withPods(PodFacts.State.RUNNING, settled, longAgo)).isEqualTo(State.COMPLETE);
    }

    private static State withPods(PodFacts.State state, Observed observed, Instant created) {
        var shard = observed.shard(SHARD).orElseThrow();
        var facts = new PodFacts("uid", "revision", Optional.empty(), state, false, false, created, Optional.empty());
        var replicas = shard.replicas().stream()
                .map(r -> new Replica(r.pod(), r.address(), r.answer(), true, Optional.of(facts)))
                .toList();
        var set = new SetFacts(Optional.empty(), List.of(), Optional.empty(), created);
        return ShardHealth.of(
                        observed, new ObservedShard(SHARD, shard.nodeClass(), shard.volume(), replicas, false, set))
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
