package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs decisions against simulated shards, with crashes between any two steps, until nothing is left to do. */
class DecisionsSimulationTest {
    private static final int MANY_ROUNDS = 3000;

    private static ShardSet shards(int shards) {
        return ShardSets.plain("shards: %d, partitions: 256".formatted(shards));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void reachesTheTargetWithTheFewestMovesWhateverCrashes(long seed) {
        var random = new Random(seed);
        var cluster = new SimulatedCluster(shards(3), random);
        settle(cluster, random);
        assertThat(cluster.counts()).isEqualTo(Map.of(0, 86, 1, 85, 2, 85));

        cluster.edit(shards(5));
        settle(cluster, random);
        assertThat(cluster.counts().values()).allMatch(owned -> owned == 51 || owned == 52);
        // 256 - 3 x 51 - 1: each old shard keeps its fair share, rounded, and one of them is rounded up.
        assertThat(cluster.adoptions).as("seed %d", seed).isEqualTo(102);

        cluster.adoptions = 0;
        cluster.edit(shards(3));
        settle(cluster, random);
        assertThat(cluster.counts()).containsOnlyKeys(0, 1, 2);
        assertThat(cluster.counts().values()).allMatch(owned -> owned == 85 || owned == 86);
        assertThat(cluster.adoptions).as("seed %d", seed).isIn(102, 103);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void aRevertInTheMiddleEndsWhereItBegan(long seed) {
        var random = new Random(seed);
        var cluster = new SimulatedCluster(shards(5), random);
        settle(cluster, random);
        cluster.edit(shards(3));
        for (int i = 0; i < 8; i++) {
            round(cluster, random);
        }
        cluster.edit(shards(5));
        settle(cluster, random);

        assertThat(cluster.counts().values()).allMatch(owned -> owned == 51 || owned == 52);
        assertThat(cluster.counts()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void followsEditsOfTheNumberOfReplicasWhateverCrashes(long seed) {
        var random = new Random(seed);
        var cluster = new SimulatedCluster(replicas(1), random);
        settle(cluster, random);
        for (int replicas : new int[] {3, 5, 3, 1, 3}) {
            cluster.edit(replicas(replicas));
            settle(cluster, random);
            for (int shard = 0; shard < 3; shard++) {
                assertThat(cluster.peers(shard)).hasSize(replicas);
                assertThat(cluster.members(shard).values())
                        .as("shard %d with %d replicas", shard, replicas)
                        .containsExactlyInAnyOrderElementsOf(cluster.peers(shard));
            }
        }
        assertThat(cluster.counts().values()).allMatch(owned -> owned == 85 || owned == 86);
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void followsShardsAndReplicasEditedTogether(long seed) {
        var random = new Random(seed);
        var cluster = new SimulatedCluster(replicas(1), random);
        settle(cluster, random);
        cluster.edit(ShardSets.plain("shards: 5, replicasPerShard: 3, partitions: 256"));
        settle(cluster, random);
        assertThat(cluster.counts()).hasSize(5);

        cluster.edit(replicas(1));
        settle(cluster, random);
        assertThat(cluster.counts()).hasSize(3);
        assertThat(cluster.members(0)).hasSize(1);
    }

    private static ShardSet replicas(int replicas) {
        return ShardSets.plain("shards: 3, replicasPerShard: %d, partitions: 256".formatted(replicas));
    }

    @Test
    void rebuildsALostMapFromWhatTheShardsReport() {
        var random = new Random(7);
        var cluster = new SimulatedCluster(shards(3), random);
        settle(cluster, random);
        cluster.edit(shards(4));
        settle(cluster, random);
        var before = cluster.map().orElseThrow().spec();
        cluster.loseMap();
        settle(cluster, random);

        var rebuilt = cluster.map().orElseThrow().spec();
        assertThat(rebuilt.shards()).isEqualTo(before.shards());
        assertThat(rebuilt.moved()).isEqualTo(before.moved());
        assertThat(rebuilt.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void aRebuiltMapIsNewerThanALostOneThatReachedNoPod() {
        var cluster = new SimulatedCluster(shards(3), new Random(8));
        settle(cluster, new Random(8));
        cluster.edit(shards(4));
        long pushed = epoch(cluster);
        for (int i = 0; i < MANY_ROUNDS && epoch(cluster) < pushed + 3; i++) {
            roundWithoutPushing(cluster);
        }
        long lost = epoch(cluster);
        assertThat(lost).isGreaterThan(pushed + 2);
        cluster.loseMap();
        for (int i = 0; i < MANY_ROUNDS && cluster.map().isEmpty(); i++) {
            roundWithoutPushing(cluster);
        }

        assertThat(epoch(cluster)).isGreaterThan(lost);
    }

    private static long epoch(SimulatedCluster cluster) {
        return cluster.map().orElseThrow().spec().epoch();
    }

    private static void roundWithoutPushing(SimulatedCluster cluster) {
        var steps = Decisions.decide(cluster.observe(0)).steps().stream()
                .filter(step -> !(step instanceof Step.PushMap))
                .toList();
        cluster.carryOut(steps, steps.size());
        cluster.pass();
    }

    private static void settle(SimulatedCluster cluster, Random random) {
        for (int i = 0; i < MANY_ROUNDS; i++) {
            if (round(cluster, random) == Pace.SETTLED) {
                return;
            }
        }
        throw new AssertionError("not settled after " + MANY_ROUNDS + " rounds: " + cluster.counts());
    }

    private static Pace round(SimulatedCluster cluster, Random random) {
        boolean calm = random.nextBoolean();
        var decision = Decisions.decide(cluster.observe(calm ? 0 : 0.2));
        int crashBefore =
                calm ? Integer.MAX_VALUE : random.nextInt(decision.steps().size() + 1);
        cluster.carryOut(decision.steps(), crashBefore);
        cluster.pass();
        return decision.pace();
    }
}
