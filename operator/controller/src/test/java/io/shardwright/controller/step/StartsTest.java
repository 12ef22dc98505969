package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How pods and moves begin beside shards that serve, from a settled ShardSet of three shards. */
class StartsTest {
    private final SimulatedCluster cluster =
            new SimulatedCluster(ShardSets.plain("shards: 3, partitions: 64"), new Random(1));

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
    void startsOneNewReplicaAfterTheOtherBesideThoseThatServe() {
        assertThat(placesUntilSettled("shards: 5")).containsExactly(9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void givesShardsMoreReplicasOneAfterTheOther() {
        assertThat(placesUntilSettled("shards: 3, replicasPerShard: 5")).containsExactly(9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void leavesAStatefulSetAsItIsThatSomebodyScaledDown() {
        for (int left = 0; left < 3; left++) {
            assertThat(ensured(Decisions.decide(scaledDown(1, left))).replicas())
                    .as("%d of 3 left", left)
                    .isEmpty();
        }
    }

    private Observed scaledDown(int shard, int left) {
        return Altered.changed(
                cluster.observe(0),
                shard,
                state -> new ObservedShard(
                        state.shard(),
                        state.nodeClass(),
                        state.volume(),
                        state.replicas().subList(0, left),
                        false,
                        state.set()));
    }

    /** How many replicas there are to be in all, each time that changes. */
    private SortedSet<Integer> placesUntilSettled(String fields) {
        edit(fields);
        int wanted = ShardSets.plain(fields + ", partitions: 64").getSpec().replicasPerShard();
        var places = new TreeSet<Integer>();
        places.add(9);
        Settling.settle(cluster, (observed, decision) -> {
            places.add(ensured(decision).placements().stream()
                    .mapToInt(placement -> ensured(decision).replicas().getOrDefault(placement.shard(), wanted))
                    .sum());
        });
        return places;
    }

    @Test
    void waitsForAReplicaThatStartsAndNotForOneThatCanNot() {
        edit("shards: 5");
        cluster.carryOut(decide().steps(), Integer.MAX_VALUE);

        assertThat(newPlaces(PodFacts.State.PENDING)).containsExactly(1);
        assertThat(newPlaces(PodFacts.State.RUNNING)).containsExactly(1);
        assertThat(newPlaces(PodFacts.State.UNSCHEDULABLE)).containsExactly(2);
        assertThat(newPlaces(PodFacts.State.FAILING)).containsExactly(2);
        cluster.pass(Duration.ofMinutes(1), () -> {});
        assertThat(newPlaces(PodFacts.State.PENDING)).containsExactly(2);
    }

    /** How many replicas shards 3 and 4 are to have while the first of shard 3 is as told. */
    private List<Integer> newPlaces(PodFacts.State state) {
        var since = cluster.observe(0).shard(new ShardId(3)).orElseThrow().set().created();
        var facts =
                new PodFacts("uid", "revision", Optional.empty(), state, false, false, since, Optional.of("as told"));
        var ensured =
                ensured(Decisions.decide(Altered.silenced(cluster.observe(0), 3, replica -> true, Optional.of(facts))));
        return ensured.placements().stream()
                .map(ShardPlacement::shard)
                .filter(shard -> shard.ordinal() >= 3)
                .map(shard -> ensured.replicas().getOrDefault(shard, 3))
                .toList();
    }

    @Test
    void startsAllNewShardsBeforeItMovesAnythingToOneOfThem() {
        edit("shards: 5");
        boolean waited = false;
        while (decide().steps().stream().noneMatch(Step.OrderMove.class::isInstance)) {
            waited |= waitsFor("moves wait: shard 4 starts", decide());
            cluster.carryOut(decide().steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        assertThat(waited).isTrue();
        assertThat(leads(3)).isTrue();
        assertThat(leads(4)).isTrue();
    }

    private boolean leads(int shard) {
        return cluster.observe(0)
                .shard(new ShardId(shard))
                .flatMap(ObservedShard::leader)
                .isPresent();
    }

    @Test
    void movesWaitMinutesForAShardThatDoesNotComeAndNoLonger() {
        edit("shards: 4, shardWeights: [{shard: 0, weight: 300}]");
        cluster.carryOut(decide().steps(), Integer.MAX_VALUE);
        cluster.pass(
                Duration.ofMinutes(3),
                () -> { // a minute for each replica
                    var decision = Decisions.decide(Altered.silenced(cluster.observe(0), 3));
                    assertThat(decision.steps()).noneMatch(Step.OrderMove.class::isInstance);
                    assertThat(waitsFor("moves wait: shard 3 starts", decision)).isTrue();
                });

        var decision = Decisions.decide(Altered.silenced(cluster.observe(0), 3));

        assertThat(decision.steps()).anyMatch(Step.OrderMove.class::isInstance);
        assertThat(waitsFor("moves wait: shard 3 starts", decision)).isFalse();
    }

    private static boolean waitsFor(String what, Decision decision) {
        return decision.changes().stream().anyMatch(change -> change.progress().equals(what));
    }

    private static Step.EnsureObjects ensured(Decision decision) {
        return decision.steps().stream()
                .filter(Step.EnsureObjects.class::isInstance)
                .map(Step.EnsureObjects.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
