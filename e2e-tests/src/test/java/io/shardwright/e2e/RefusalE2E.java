package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.Edit;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must not happen is refused with its reason, and nothing is touched. */
class RefusalE2E {
    private static final String NAMESPACE = "shardwright-e2e-refusal";
    private static final String FULL = "shardwright-e2e-full";
    private final TestCluster cluster = SharedStore.CLUSTER;

    @Test
    void aVolumeOfAnotherShardSetIsRefusedWithTheReasonInStatus() {
        cluster.freshNamespace(NAMESPACE);
        Store first = Store.apply(cluster, NAMESPACE, SharedStore.example("minimal.yaml"));
        first.awaitSettled(Duration.ofMinutes(3));
        String uid = first.resource().getMetadata().getUid();
        cluster.client().resource(first.resource()).delete();
        first.await(
                "the pods are gone", Duration.ofMinutes(2), () -> first.pods(0).isEmpty());
        forgetWhoseTheVolumesAre();

        Store second = Store.apply(cluster, NAMESPACE, SharedStore.example("minimal.yaml"));
        second.await(
                "the old volumes are refused",
                Duration.ofMinutes(3),
                () -> second.status().unhealthyShards().stream()
                        .anyMatch(s -> s.message().contains(uid)));
        System.out.println(second.status().unhealthyShards());
        assertThat(second.condition("Ready").orElseThrow().getStatus()).isEqualTo("False");
        cluster.deleteNamespace(NAMESPACE);
    }

    /** Without the map and the claims' labels nothing but the volumes themselves says whose they are. */
    private void forgetWhoseTheVolumesAre() {
        cluster.client().resources(PartitionMap.class).inNamespace(NAMESPACE).delete();
        cluster.client()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(claim -> cluster.client()
                        .resource(claim)
                        .edit(found -> found.edit()
                                .editMetadata()
                                .withLabels(Map.of())
                                .endMetadata()
                                .build()));
    }

    @Test
    void aScaleInThatCanNotFitIsRefusedBeforeAnythingIsTouched() {
        cluster.freshNamespace(FULL);
        Store store = Store.apply(cluster, FULL, Path.of("src", "test", "resources", "small-volumes.yaml"));
        store.awaitSettled(Duration.ofMinutes(3));
        LoadPod load =
                LoadPod.start(store, "fill", 100, "--keys=400", "--value-bytes=65536", "--writes=100", "--deletes=0");
        store.await("24 MiB are stored", Duration.ofMinutes(2), () -> stored(store) > 24 << 20);
        LoadResult result = load.finish();
        ScaleE2E.assertUndisturbed(result);
        List<String> before = untouched(store);

        store.edit("{\"spec\":{\"shards\":1}}");
        store.await("the edit is refused", Duration.ofMinutes(1), () -> has(store, "Stalled", "True"));
        Condition ready = store.condition("Ready").orElseThrow();
        System.out.println("scale-in with " + stored(store) + " bytes stored: " + ready.getMessage());
        assertThat(ready.getStatus()).isEqualTo("False");
        assertThat(ready.getReason()).isEqualTo("DoesNotFit");
        assertThat(ready.getMessage()).startsWith("spec.shards: ").endsWith("set spec.shards to at least 2");
        Store.pause(Duration.ofSeconds(15));
        assertThat(untouched(store)).isEqualTo(before);

        Edit edit = Edit.make(store, "3 -> 2, as advised", "{\"spec\":{\"shards\":2}}", Duration.ofMinutes(2));
        System.out.println(edit);
        assertThat(edit.moves()).isEqualTo(edit.fewestMoves());
        cluster.deleteNamespace(FULL);
    }

    private static boolean has(Store store, String condition, String status) {
        return store.condition(condition)
                .filter(c -> c.getStatus().equals(status))
                .isPresent();
    }

    private static long stored(Store store) {
        return IntStream.range(0, 3)
                .mapToLong(shard ->
                        store.statusOf(store.leader(shard)).orElseThrow().bytes())
                .sum();
    }

    /** Everything that the operator might touch, by uid and version, and the epoch of the map. */
    private List<String> untouched(Store store) {
        var client = cluster.client();
        return Stream.of(
                        client.apps().statefulSets().inNamespace(FULL).list().getItems().stream(),
                        client.services().inNamespace(FULL).list().getItems().stream(),
                        client.persistentVolumeClaims().inNamespace(FULL).list().getItems().stream(),
                        client.pods().inNamespace(FULL).list().getItems().stream(),
                        client.resources(PartitionMap.class).inNamespace(FULL).list().getItems().stream())
                .flatMap(objects -> objects)
                .filter(object -> !object.getMetadata().getName().equals("fill"))
                .map(object -> object.getKind() + " " + object.getMetadata().getName() + " "
                        + object.getMetadata().getUid() + " "
                        + object.getMetadata().getResourceVersion())
                .sorted()
                .toList();
    }
}
