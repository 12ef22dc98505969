package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Locations;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.target.Maintenance;
import io.shardwright.crds.v1alpha1.RebalanceSpec;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.availability.Location;
import io.shardwright.resolver.ShardPlacement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes are cordoned under shards of one replica; shard i runs on node i. */
class MaintenanceTest {
    private static final ShardId SECOND = new ShardId(1);

    private final SimulatedCluster cluster = new SimulatedCluster(shardSet(1), new Random(1));
    private Set<String> cordoned = Set.of();

    private static ShardSet shardSet(int replicas) {
        return shardSet(replicas, "Auto");
    }

    private static ShardSet shardSet(int replicas, String mode) {
        return ShardSets.plain(
                "shards: 3, partitions: 64, replicasPerShard: %d, rebalance: {mode: '%s'}".formatted(replicas, mode));
    }

    @BeforeEach
    void settleFirst() {
        run(60);
    }

    private Observed observe() {
        var now = cluster.observe(0);
        return new Observed(
                now.shardSet(),
                now.map(),
                now.shards(),
                now.inheritance(),
                now.routersReady(),
                locations(cordoned),
                now.rebalances(),
                now.at());
    }

    private static Locations locations(Set<String> cordoned) {
        var places = IntStream.range(0, 3)
                .boxed()
                .collect(Collectors.toMap(i -> "plain-" + i + "-0", i -> Location.on("node-" + i)));
        return new Locations(places, List.of(), cordoned);
    }

    private Decision decide() {
        return Decisions.decide(observe());
    }

    private void run(int rounds) {
        for (int i = 0; i < rounds; i++) {
            cluster.carryOut(decide().steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
    }

    private Set<ShardId> held() {
        return decide().steps().stream()
                .filter(Step.EnsureObjects.class::isInstance)
                .map(step -> ((Step.EnsureObjects) step).held())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aShardOnACordonedNodeGivesItsPartitionsAwayAndIsThenLetGo() {
        assertThat(held()).as("before anything is cordoned").contains(SECOND);
        cordoned = Set.of("node-1");
        assertThat(held()).as("as long as it owns something").contains(SECOND);
        run(200);

        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 0, 2, 32));
        assertThat(held()).containsExactlyInAnyOrder(new ShardId(0), new ShardId(2));
        assertThat(decide().target().orElseThrow().maintenance().leaving()).containsExactly(SECOND);
    }

    @Test
    void uncordonBringsThePartitionsBack() {
        cordoned = Set.of("node-1");
        run(200);
        cordoned = Set.of();
        run(200);

        assertThat(cluster.counts().values()).allMatch(owned -> owned == 21 || owned == 22);
        assertThat(held()).hasSize(3);
    }

    @Test
    void isHeldUntilRoutersCouldFollow() {
        cordoned = Set.of("node-1");
        boolean lastWasHeld = true;
        for (int i = 0; i < 200; i++) {
            var decision = decide();
            var map = cluster.map().orElseThrow();
            boolean followed = map.entry(SECOND).orElseThrow().ranges().isEmpty()
                    && !observe().at().isBefore(map.publishedAt().plus(Decisions.ROUTERS_FOLLOW));
            lastWasHeld = held().contains(SECOND);
            assertThat(lastWasHeld || followed).isTrue();
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        assertThat(lastWasHeld).isFalse();
    }

    @Test
    void staysWithTheFigureWhereTheOthersHaveNoRoom() {
        // 64 x 40 MiB on volumes of 1 GiB: two shards would hold 1,280 MiB each of 922 usable.
        cluster.bytesPerPartition = 40L << 20;
        cordoned = Set.of("node-1");

        var decision = decide();

        assertThat(decision.movesRemaining()).isZero();
        assertThat(decision.hindrance()).isEmpty();
        assertThat(decision.target().orElseThrow().maintenance().staying())
                .isEqualTo(Map.of(
                        SECOND, "shard 0 would hold 1280.0 MiB, and 921.6 MiB of its volume of 1Gi are for data"));
        assertThat(held()).as("a drain ends all the same").doesNotContain(SECOND);
    }

    @Test
    void isLetGoWhereNothingMovesBeforeAPersonDecides() {
        for (String mode : List.of("Off", "Approve")) {
            cluster.edit(shardSet(1, mode));
            cordoned = Set.of();
            run(20);
            assertThat(held()).as("%s: nobody knows yet what is drained", mode).contains(SECOND);
            cordoned = Set.of("node-1");
            run(2);

            assertThat(decide().course().waiting()).isPresent();
            assertThat(held()).as("%s: a drain ends all the same", mode).doesNotContain(SECOND);
        }
    }

    @Test
    void isHeldAgainOnceTheDrainIsApproved() {
        cluster.edit(shardSet(1, "Approve"));
        cordoned = Set.of("node-1");
        run(2);
        cluster.decide(
                1,
                spec -> new RebalanceSpec(
                        spec.shardSet(), spec.plan(), spec.plan().hash(), spec.paused(), spec.abort()));

        assertThat(held()).contains(SECOND);
        run(200);
        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 0, 2, 32));
        assertThat(held()).doesNotContain(SECOND);
    }

    /** Its budget is from the time that it was wanted: it would hold up a drain for as long as the plan isn't approved. */
    @Test
    void aShardThatIsToGoIsLetGoWhileItsPlanAwaitsApproval() {
        cluster.edit(shardSet(1, "Approve"));
        run(2);
        cluster.edit(ShardSets.plain("shards: 2, partitions: 64, replicasPerShard: 1, rebalance: {mode: Approve}"));
        run(3);
        var last = new ShardId(2);
        assertThat(keptUpToDate()).as("its budget is kept up to date").contains(last);
        assertThat(held()).as("nobody knows yet what is drained").contains(last);

        cordoned = Set.of("node-2");
        assertThat(held()).as("a drain ends all the same").doesNotContain(last);

        cluster.decide(
                1,
                spec -> new RebalanceSpec(
                        spec.shardSet(), spec.plan(), spec.plan().hash(), spec.paused(), spec.abort()));
        assertThat(held()).as("as long as it owns something").contains(last);
        run(200);
        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 32));
        assertThat(keptUpToDate()).doesNotContain(last);
    }

    private List<ShardId> keptUpToDate() {
        return decide().steps().stream()
                .filter(Step.EnsureObjects.class::isInstance)
                .map(Step.EnsureObjects.class::cast)
                .flatMap(step -> Stream.concat(step.placements().stream(), step.leaving().stream()))
                .map(ShardPlacement::shard)
                .toList();
    }

    @Test
    void staysWhereEveryNodeIsCordoned() {
        cordoned = Set.of("node-0", "node-1", "node-2");

        assertThat(decide().target().orElseThrow().maintenance().staying()).containsOnlyKeys(new ShardId(2));
        assertThat(held()).doesNotContain(new ShardId(2));
    }

    @Test
    void isLetGoWhereNoOtherShardCanTakeAnything() {
        cordoned = Set.of("node-1");
        var now = observe();
        var alone = Decisions.decide(new Observed(
                now.shardSet(),
                now.map(),
                new TreeMap<>(Map.of(SECOND, now.shards().get(SECOND))),
                now.inheritance(),
                1,
                now.locations(),
                now.rebalances(),
                now.at()));

        assertThat(alone.steps())
                .first()
                .isInstanceOfSatisfying(
                        Step.EnsureObjects.class,
                        ensure -> assertThat(ensure.held()).isEmpty());
    }

    @Test
    void shardsWithAQuorumCareForNoCordon() {
        var three = new SimulatedCluster(shardSet(3), new Random(3));
        for (int i = 0; i < 60; i++) {
            three.carryOut(Decisions.decide(three.observe(0)).steps(), Integer.MAX_VALUE);
            three.pass();
        }
        var now = three.observe(0);

        var decision = Decisions.decide(new Observed(
                now.shardSet(),
                now.map(),
                now.shards(),
                now.inheritance(),
                1,
                locations(Set.of("node-0", "node-1", "node-2")),
                now.rebalances(),
                now.at()));

        assertThat(decision.movesRemaining()).isZero();
        assertThat(decision.target().orElseThrow().maintenance()).isEqualTo(Maintenance.NONE);
    }
}
