package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.PodRestarts;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Other sizes of volumes, on a cluster whose storage class can't grow them. */
class VolumesE2E {
    private static final String NAMESPACE = "shardwright-e2e-volumes";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private final TestCluster cluster = SharedStore.CLUSTER;

    @Test
    void aSizeThatTheStorageClassCanNotGiveIsRefusedAndTouchesNothing() {
        cluster.freshNamespace(NAMESPACE);
        Store store = Store.apply(cluster, NAMESPACE, SharedStore.example("minimal.yaml"));
        store.await("all replicas are there", LIMIT, store::isWhole);
        String storageClass = claims().getFirst().getSpec().getStorageClassName();
        List<String> before = untouched();
        LoadPod load = LoadPod.start(store, "volumes", 100);

        try (PodRestarts restarts = PodRestarts.of(store)) {
            refuses(store, "2Gi", "VolumesCannotGrow", "allowVolumeExpansion", storageClass, "1Gi", "2Gi");
            assertThat(untouched()).isEqualTo(before);
            takesBack(store);

            refuses(store, "512Mi", "VolumesCannotShrink", "512Mi", "1Gi", "can't become smaller");
            assertThat(untouched()).isEqualTo(before);
            takesBack(store);
            assertThat(restarts.counts().values()).as("restarts").allMatch(count -> count == 0);
        }
        assertThat(untouched()).isEqualTo(before);
        LoadResult result = load.finish();
        System.out.println("size of volumes edited and refused: " + result);
        ScaleE2E.assertUndisturbed(result);
    }

    @AfterEach
    void delete() {
        cluster.deleteNamespace(NAMESPACE);
    }

    private static void refuses(Store store, String size, String reason, String... words) {
        store.edit("{\"spec\":{\"storage\":{\"size\":\"%s\"}}}".formatted(size));
        store.await(
                size + " is refused",
                Duration.ofMinutes(1),
                () -> store.condition("Stalled")
                        .filter(stalled -> stalled.getReason().equals(reason))
                        .isPresent());
        Condition ready = store.condition("Ready").orElseThrow();
        System.out.println(size + ": " + ready.getMessage());
        assertThat(ready.getReason()).isEqualTo(reason);
        assertThat(ready.getMessage()).startsWith("spec.storage.size: ").contains(words);
        Store.pause(Duration.ofSeconds(10));
    }

    private static void takesBack(Store store) {
        store.edit("{\"spec\":{\"storage\":{\"size\":\"1Gi\"}}}");
        store.await("all is well again", Duration.ofMinutes(1), store::isWhole);
    }

    private List<PersistentVolumeClaim> claims() {
        return cluster.client()
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    /** Claims by uid and version; StatefulSets without their status, which their controller may be late to write. */
    private List<String> untouched() {
        var sets = cluster.client()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
        return Stream.concat(
                        claims().stream()
                                .map(claim ->
                                        identity(claim) + claim.getMetadata().getResourceVersion()),
                        sets.stream()
                                .map(set -> identity(set) + set.getMetadata().getGeneration() + " "
                                        + set.getMetadata().getAnnotations()))
                .sorted()
                .toList();
    }

    private static String identity(HasMetadata object) {
        var metadata = object.getMetadata();
        return "%s %s %s ".formatted(object.getKind(), metadata.getName(), metadata.getUid());
    }
}
