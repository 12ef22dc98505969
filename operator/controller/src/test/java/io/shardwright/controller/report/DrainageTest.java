package io.shardwright.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.act.Outcome;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decisions;
import io.shardwright.controller.step.SimulatedCluster;
import io.shardwright.planner.availability.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainageTest {
    private static final String FIELDS = "shards: 3, partitions: 64, replicasPerShard: 1";

    private final SimulatedCluster cluster = new SimulatedCluster(ShardSets.plain(FIELDS), new Random(1));

    @BeforeEach
    void settle() {
        run(Set.of(), 60);
    }

    private Observed observe(Set<String> cordoned) {
        var now = cluster.observe(0);
        var places = Map.of(
                "plain-0-0", Location.on("node-0"),
                "plain-1-0", Location.on("node-1"),
                "plain-2-0", Location.on("node-2"));
        return new Observed(
                now.shardSet(),
                now.map(),
                now.shards(),
                now.inheritance(),
                now.routersReady(),
                new Locations(places, List.of(), cordoned),
                now.rebalances(),
                now.at());
    }

    private void run(Set<String> cordoned, int rounds) {
        for (int i = 0; i < rounds; i++) {
            cluster.carryOut(Decisions.decide(observe(cordoned)).steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
    }

    private Optional<Drainage> drainage(Set<String> cordoned) {
        var observed = observe(cordoned);
        var decision = Decisions.decide(observed);
        return Drainage.of(new Assessment(
                observed,
                decision,
                new Outcome(List.of(), Optional.empty()),
                List.of(),
                List.of(),
                Progress.of(observed, decision),
                Optional.empty()));
    }

    @Test
    void saysNothingWhereNothingIsCordoned() {
        assertThat(drainage(Set.of())).isEmpty();
        assertThat(drainage(Set.of("node-7"))).isEmpty();
    }

    @Test
    void saysThatPartitionsLeaveAndThatTheyHaveLeft() {
        assertThat(drainage(Set.of("node-1")))
                .get()
                .extracting(Drainage::reason)
                .isEqualTo(Reason.PartitionsLeaving);
        run(Set.of("node-1"), 200);

        assertThat(drainage(Set.of("node-1"))).get().satisfies(drainage -> {
            assertThat(drainage.ready()).isTrue();
            assertThat(drainage.message())
                    .isEqualTo(
                            "the only replicas of shards 1 are on cordoned nodes and own nothing: their pods may go");
        });
    }

    @Test
    void saysWhatPartitionsWaitFor() {
        cluster.edit(ShardSets.plain(FIELDS + ", rebalance: {mode: 'Off'}"));

        assertThat(drainage(Set.of("node-1"))).get().satisfies(drainage -> {
            assertThat(drainage.ready()).isFalse();
            assertThat(drainage.reason()).isEqualTo(Reason.PartitionsStaying);
            assertThat(drainage.message())
                    .startsWith(
                            "the only replicas of shards 1 are on cordoned nodes, and their keys can't be reached while their pods are away: ")
                    .contains("spec.rebalance.mode is Off");
        });
    }

    @Test
    void aPausedShardSetLetsNothingGo() {
        cluster.edit(ShardSets.plain(FIELDS + ", paused: true"));

        assertThat(drainage(Set.of("node-1"))).get().extracting(Drainage::ready).isEqualTo(false);
    }
}
