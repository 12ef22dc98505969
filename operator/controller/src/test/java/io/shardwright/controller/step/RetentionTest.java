package io.shardwright.controller.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.observe.Identity;
import io.shardwright.controller.observe.Inheritance;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ShardSet that is made anew over what an earlier one left, and maps that are lost or come back older. */
class RetentionTest {
    private static final String ANOTHER_UID = "3f0d6c1a-0000-4000-8000-00000000000a";

    private final SimulatedCluster cluster = new SimulatedCluster(shardSet("shards: 3"), new Random(1));

    @BeforeEach
    void settleFirst() {
        settle();
    }

    private static ShardSet shardSet(String fields) {
        return ShardSets.plain(fields + (fields.contains("partitions") ? "" : ", partitions: 64"));
    }

    private static ShardSet another(String fields) {
        var another = shardSet(fields);
        another.getMetadata().setUid(ANOTHER_UID);
        return another;
    }

    private void settle() {
        Settling.settle(cluster);
    }

    private Decision decide() {
        return Decisions.decide(cluster.observe(0));
    }

    @Test
    void aShardSetMadeAgainServesWhatTheFirstOneLeft() {
        var before = cluster.map().orElseThrow().spec();
        cluster.recreate(another("shards: 3"));
        settle();

        assertThat(cluster.map().orElseThrow().spec()).isEqualTo(before);
        assertThat(cluster.adoptions).isZero();
    }

    @Test
    void rebuildsTheMapToo() {
        var before = cluster.map().orElseThrow().spec();
        cluster.recreate(another("shards: 3"));
        cluster.loseMap();
        assertThat(decide().steps()).singleElement().isInstanceOf(Step.EnsureObjects.class);
        settle();

        var rebuilt = cluster.map().orElseThrow().spec();
        assertThat(rebuilt.shardSetUid()).isEqualTo(before.shardSetUid());
        assertThat(rebuilt.shards()).isEqualTo(before.shards());
        assertThat(rebuilt.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void bringsUpShardsThatAreNoLongerWantedAndDrainsThem() {
        cluster.recreate(another("shards: 2"));
        assertThat(decide().steps())
                .first()
                .isInstanceOfSatisfying(
                        Step.EnsureObjects.class,
                        ensure -> assertThat(ensure.placements()).hasSize(3));
        settle();

        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 32));
        assertThat(cluster.adoptions).as("what the third had").isIn(21, 22);
    }

    @Test
    void bringsThemUpThoughTheMapIsGone() {
        cluster.recreate(another("shards: 2"));
        cluster.loseMap();
        settle();

        assertThat(cluster.counts()).isEqualTo(Map.of(0, 32, 1, 32));
    }

    @Test
    void growsOnceTheOldShardsServe() {
        cluster.recreate(another("shards: 4"));
        settle();

        assertThat(cluster.counts()).isEqualTo(Map.of(0, 16, 1, 16, 2, 16, 3, 16));
    }

    @Test
    void refusesAnotherNumberOfPartitionsAndTouchesNothing() {
        cluster.recreate(another("shards: 3, partitions: 256"));

        assertRefused("PartitionsDiffer", "spec.partitions: ", "64 partitions and 256 are asked for");
    }

    @Test
    void refusesFewerReplicasThanLeftVolumes() {
        cluster.recreate(another("shards: 3, replicasPerShard: 1"));

        assertRefused("ReplicasDiffer", "spec.replicasPerShard: ", "create it with replicasPerShard 3");
    }

    private void assertRefused(String reason, String field, String figure) {
        var decision = decide();
        assertThat(decision.steps()).isEmpty();
        assertThat(decision.hindrance()).get().satisfies(hindrance -> {
            assertThat(hindrance.reason()).isEqualTo(reason);
            assertThat(hindrance.message()).startsWith(field).contains(figure);
            assertThat(hindrance.stalled()).isTrue();
        });
    }

    @Test
    void waitsForWhatIsStillBeingDeletedAndTouchesNothing() {
        var decision = Decisions.decide(with(new Identity.Leaving("StatefulSet plain-0")));

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.hindrance()).get().extracting(Hindrance::stalled).isEqualTo(false);
        assertThat(decision.pace()).isEqualTo(Pace.WAITING);
    }

    @Test
    void touchesNothingWhileTheIdentityIsDisputed() {
        var decision = Decisions.decide(with(new Identity.Disputed("why")));

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.hindrance()).get().isEqualTo(new Hindrance("IdentityDisputed", "why", true));
    }

    private Observed with(Identity identity) {
        var now = cluster.observe(0);
        return new Observed(
                now.shardSet(),
                now.map(),
                now.shards(),
                new Inheritance(identity, Collections.emptySortedMap()),
                now.routersReady(),
                now.locations(),
                now.rebalances(),
                now.at());
    }

    @Test
    void beginsAnewWhereNothingWasEverFounded() {
        var fresh = new SimulatedCluster(shardSet("shards: 3"), new Random(2));
        fresh.carryOut(Decisions.decide(fresh.observe(0)).steps(), Integer.MAX_VALUE);
        fresh.recreate(another("shards: 3"));
        fresh.loseMap();
        fresh.carryOut(Decisions.decide(fresh.observe(0)).steps(), Integer.MAX_VALUE);

        assertThat(Decisions.decide(fresh.observe(0)).steps())
                .first()
                .isInstanceOfSatisfying(Step.CreateMap.class, create -> {
                    assertThat(create.rebuilt()).isFalse();
                    assertThat(create.spec().shardSetUid()).isNotEqualTo(ANOTHER_UID);
                });
    }

    @Test
    void beginsNothingAnewWhileAReplicaDoesNotSay() {
        var fresh = new SimulatedCluster(shardSet("shards: 3"), new Random(2));
        fresh.carryOut(Decisions.decide(fresh.observe(0)).steps(), Integer.MAX_VALUE);
        fresh.loseMap();

        var decision = Decisions.decide(
                Altered.silenced(fresh.observe(0), 1, replica -> replica.pod().endsWith("-2")));

        assertThat(decision.steps()).allMatch(Step.EnsureObjects.class::isInstance);
        assertThat(decision.hindrance()).get().extracting(Hindrance::reason).isEqualTo("OwnershipUnknown");
    }

    @Test
    void anOlderMapIsPutRightWithARisingEpoch() {
        var old = cluster.map().orElseThrow().spec();
        cluster.edit(shardSet("shards: 4"));
        settle();
        var before = cluster.map().orElseThrow().spec();
        cluster.replaceMap(old);
        settle();

        var restored = cluster.map().orElseThrow().spec();
        assertThat(restored.shards()).isEqualTo(before.shards());
        assertThat(restored.moved()).isEqualTo(before.moved());
        assertThat(restored.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void aMapLostInTheMiddleOfMovesIsRebuiltOnceEveryPartitionHasAnOwner() {
        cluster.edit(shardSet("shards: 5"));
        for (int i = 0; i < 200 && decide().ownership().movesInFlight().isEmpty(); i++) {
            cluster.carryOut(decide().steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        assertThat(decide().ownership().movesInFlight()).isNotEmpty();
        cluster.loseMap();
        settle();

        assertThat(cluster.counts().values()).allMatch(owned -> owned == 12 || owned == 13);
        assertThat(owned(cluster.map().orElseThrow())).isEqualTo(64);
    }

    private static int owned(PublishedMap map) {
        return map.spec().shards().stream()
                .mapToInt(entry -> PartitionRanges.parse(entry.ranges(), 64).size())
                .sum();
    }

    @Test
    void anEditOfTheRetentionIsWrittenToTheMapOnce() {
        cluster.edit(shardSet("shards: 3, storage: {retention: Delete}"));

        assertThat(decide().steps())
                .anySatisfy(step -> assertThat(step).isInstanceOfSatisfying(Step.WriteMap.class, write -> {
                    assertThat(write.spec())
                            .isEqualTo(cluster.map().orElseThrow().spec());
                    assertThat(write.why()).isEqualTo("spec.storage.retention was edited");
                }));
        settle();
    }
}
