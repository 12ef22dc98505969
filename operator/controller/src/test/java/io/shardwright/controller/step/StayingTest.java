package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.observe.Observed;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.planner.ShardId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A shard is to go, and its partitions wait for a person: it is looked after meanwhile. */
class StayingTest {
    private final SimulatedCluster cluster =
            new SimulatedCluster(ShardSets.plain("shards: 3, partitions: 64, replicasPerShard: 1"), new Random(1));

    @Test
    void getsReplicasWhileItsPlanAwaitsApprovalAndGoesAfterwards() {
        run(60);
        cluster.edit(ShardSets.plain("shards: 2, partitions: 64, replicasPerShard: 3, rebalance: {mode: Approve}"));
        run(60);
        assertThat(decide().course().waiting()).isPresent();
        assertThat(cluster.peers(2)).as("members of the shard that is to go").hasSize(3);

        cluster.decide(
                1,
                spec -> new RebalanceSpec(
                        spec.shardSet(), spec.plan(), spec.plan().hash(), spec.paused(), spec.abort()));
        run(200);
        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 32));
        assertThat(ensured()).isEqualTo(List.of(0, 1));
    }

    /** Nothing moves from a shard whose members change: what was begun has to be carried to its end. */
    @Test
    void isKeptUntilAChangeOfItsMembersIsOver() {
        var scene = new Scene(3, 3, "");
        assertThat(ensured(Decisions.decide(withTwoShards(scene)))).isEqualTo(List.of(0, 1));

        scene.voters(2, 0, 1);
        var decision = Decisions.decide(withTwoShards(scene));

        assertThat(decision.course().waiting()).isEmpty();
        assertThat(ensured(decision)).isEqualTo(List.of(0, 1, 2));
        assertThat(decision.steps())
                .filteredOn(Step.OrderMembers.class::isInstance)
                .singleElement()
                .satisfies(
                        order -> assertThat(((Step.OrderMembers) order).shard()).isEqualTo(new ShardId(2)));
    }

    private static Observed withTwoShards(Scene scene) {
        var now = scene.observe();
        return new Observed(
                ShardSets.plain("shards: 2, partitions: 64"),
                now.map(),
                now.shards(),
                now.inheritance(),
                now.routersReady(),
                now.locations(),
                now.rebalances(),
                now.at());
    }

    /** New objects would need what a class that nobody declares any more said. */
    @Test
    void isLeftAloneWhereItsClassIsntDeclaredAnyMore() {
        var classes = new SimulatedCluster(
                ShardSets.plain(
                        "shards: 3, partitions: 64, replicasPerShard: 1, nodeClasses: [{name: small, shards: 2}, {name: large}]"),
                new Random(1));
        run(classes, 60);
        classes.edit(
                ShardSets.plain(
                        "shards: 2, partitions: 64, replicasPerShard: 1, rebalance: {mode: 'Off'}, nodeClasses: [{name: small}]"));
        run(classes, 5);

        assertThat(Decisions.decide(classes.observe(0)).course().waiting()).isPresent();
        assertThat(ensured(Decisions.decide(classes.observe(0)))).isEqualTo(List.of(0, 1));
    }

    private Decision decide() {
        return Decisions.decide(cluster.observe(0));
    }

    private List<Integer> ensured() {
        return ensured(decide());
    }

    private static List<Integer> ensured(Decision decision) {
        return decision.steps().stream()
                .filter(Step.EnsureObjects.class::isInstance)
                .flatMap(step -> ((Step.EnsureObjects) step).placements().stream())
                .map(placement -> placement.shard().ordinal())
                .toList();
    }

    private void run(int rounds) {
        run(cluster, rounds);
    }

    private static void run(SimulatedCluster cluster, int rounds) {
        for (int i = 0; i < rounds; i++) {
            cluster.carryOut(Decisions.decide(cluster.observe(0)).steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
    }
}
