package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.fault.Faults;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What deleting a ShardSet, or its map, does to the data. */
class RetentionE2E {
    private static final String NAMESPACE = "shardwright-e2e-retention";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String DELETE = "{\"spec\":{\"storage\":{\"retention\":\"Delete\"}}}";

    private final TestCluster cluster = SharedStore.CLUSTER;
    private final Faults faults = new Faults(cluster);

    private Store fresh() {
        cluster.freshNamespace(NAMESPACE);
        return apply();
    }

    private Store apply() {
        return Store.apply(cluster, NAMESPACE, SharedStore.example("minimal.yaml"));
    }

    private void delete(Store store) {
        cluster.client()
                .resources(ShardSet.class)
                .inNamespace(NAMESPACE)
                .withName(store.name())
                .delete();
    }

    private int claims() {
        return cluster.client()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .size();
    }

    @Test
    void everyAcknowledgedWriteIsThereAfterDeletionAndNewCreationWithRetain() {
        Store first = fresh();
        first.await("all replicas are there", LIMIT, first::isWhole);
        String uid = first.resource().getMetadata().getUid();
        int claims = claims();
        LoadPod load = LoadPod.start(first, "retain", 100);
        Store.pause(Duration.ofSeconds(15));
        long acknowledged = load.total().acknowledgedWrites();
        delete(first);
        first.await(
                "the pods are gone", Duration.ofMinutes(2), () -> first.pods(0).isEmpty());
        assertThat(claims()).isEqualTo(claims);
        assertThat(first.mapOrNull()).isNotNull();

        Store second = apply();
        second.await("the data is served again", LIMIT, second::isWhole);
        assertThat(second.resource().getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(Objects.requireNonNull(second.mapOrNull()).getSpec().shardSetUid())
                .isEqualTo(uid);
        load.window();
        second.await("the load gets through", LIMIT, () -> {
            var window = load.window();
            return window.requests() > 0 && window.failed() == 0;
        });
        LoadResult result = load.finish();
        System.out.println("deleted and made again with Retain, " + acknowledged + " writes before: " + result);
        assertThat(acknowledged).isPositive();
        assertThat(result.lost()).as("%s", result.examples()).isZero();
        cluster.deleteNamespace(NAMESPACE);
    }

    @Test
    void nothingIsLeftWithDelete() {
        Store store = fresh();
        store.edit(DELETE);
        store.await("all replicas are there", LIMIT, store::isWhole);
        delete(store);
        store.await("volumes and map are gone", LIMIT, () -> claims() == 0 && store.mapOrNull() == null);
        cluster.deleteNamespace(NAMESPACE);
    }

    @Test
    void aShardSetMadeAgainAtOnceComesUpWithEitherRetention() {
        Store store = fresh();
        store.awaitSettled(LIMIT);
        for (int i = 0; i < 3; i++) {
            delete(store);
            store = apply();
            Store.pause(Duration.ofSeconds(2));
        }
        store.await("it serves what the first one left", LIMIT, store::isWhole);

        store.edit(DELETE);
        store.await("the edit is applied", Duration.ofMinutes(1), store::isWhole);
        String identity = Objects.requireNonNull(store.mapOrNull()).getSpec().shardSetUid();
        delete(store);
        Store anew = apply();
        anew.await("it begins anew", LIMIT, anew::isWhole);
        assertThat(Objects.requireNonNull(anew.mapOrNull()).getSpec().shardSetUid())
                .isNotEqualTo(identity);
        cluster.deleteNamespace(NAMESPACE);
    }

    @Test
    void aDeletedMapIsRebuiltUnderLoadInTheMiddleOfMovesAndFromAnOlderOne() {
        Store store = SharedStore.settled();
        LoadPod load = LoadPod.start(store, "maps", SharedStore.rate());
        PartitionMap old = Objects.requireNonNull(store.mapOrNull());

        deleteMap(store);
        store.await("the map is rebuilt", Duration.ofMinutes(1), () -> isAbove(store, old));
        store.awaitSettled(LIMIT);

        Placement before = store.placement();
        store.edit("{\"spec\":{\"shards\":5}}");
        store.await("partitions move", LIMIT, () -> store.placement().movesSince(before) > 4);
        PartitionMap midway = Objects.requireNonNull(store.mapOrNull());
        deleteMap(store);
        store.await("the map is rebuilt in mid-move", LIMIT, () -> isAbove(store, midway));
        store.awaitSettled(LIMIT);
        Placement settled = store.placement();
        assertThat(settled.farthestFromFair()).isLessThan(1);

        PartitionMap last = Objects.requireNonNull(store.mapOrNull());
        faults.stopOperator();
        try {
            deleteMap(store);
            restore(store, old);
        } finally {
            faults.startOperator();
        }
        store.await("an older map is put right", LIMIT, () -> isAbove(store, last));
        store.awaitSettled(LIMIT);
        assertThat(store.placement().owners()).isEqualTo(settled.owners());
        assertThat(store.placement().partitionEpochs()).isEqualTo(settled.partitionEpochs());

        store.edit("{\"spec\":{\"shards\":3}}");
        store.awaitSettled(LIMIT);
        LoadResult result = load.finish();
        System.out.println("map deleted, deleted in mid-move, restored older: " + result);
        ScaleE2E.assertUndisturbed(result);
    }

    @Test
    void noMapIsInventedWhileAShardIsAway() {
        Store store = fresh();
        store.edit("{\"spec\":{\"shards\":2}}");
        store.awaitSettled(LIMIT);
        scale(store.name() + "-1", 0);
        store.await(
                "shard 1 is away", Duration.ofMinutes(2), () -> store.pods(1).isEmpty());
        PartitionMap old = Objects.requireNonNull(store.mapOrNull());
        deleteMap(store);
        store.await(
                "the reason is told",
                Duration.ofMinutes(1),
                () -> store.condition("Ready")
                        .filter(ready -> ready.getReason().equals("OwnershipUnknown"))
                        .isPresent());
        System.out.println(store.condition("Ready").orElseThrow().getMessage());
        assertThat(store.mapOrNull()).isNull();

        scale(store.name() + "-1", 3);
        store.await("the map is rebuilt", LIMIT, () -> isAbove(store, old));
        store.awaitSettled(LIMIT);
        cluster.deleteNamespace(NAMESPACE);
    }

    private void scale(String statefulSet, int replicas) {
        cluster.client()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName(statefulSet)
                .scale(replicas);
    }

    private void deleteMap(Store store) {
        cluster.client()
                .resources(PartitionMap.class)
                .inNamespace(store.namespace())
                .withName(store.name())
                .delete();
    }

    private static boolean isAbove(Store store, PartitionMap before) {
        var map = store.mapOrNull();
        return map != null && map.getSpec().epoch() > before.getSpec().epoch();
    }

    /** As {@code kubectl apply} of a backup does. */
    private void restore(Store store, PartitionMap backup) {
        var map = new PartitionMap();
        map.setMetadata(new ObjectMetaBuilder()
                .withName(backup.getMetadata().getName())
                .withNamespace(store.namespace())
                .withLabels(backup.getMetadata().getLabels())
                .build());
        map.setSpec(backup.getSpec());
        cluster.client().resource(map).create();
    }
}
