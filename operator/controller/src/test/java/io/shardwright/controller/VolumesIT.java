package io.shardwright.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Other sizes of volumes against a real API server, whose admission lets only claims of classes that can grow ask for more. The
 * test stands in for the StatefulSet's controller and the provisioner.
 */
@ExtendWith(ApiServerExtension.class)
class VolumesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningOperator operator;
    private final KubernetesClient client;
    private final String namespace;
    private final String storageClass;

    VolumesIT(ApiServer server) throws IOException {
        operator = new RunningOperator(server, "volumes");
        client = operator.client();
        namespace = operator.namespace();
        storageClass = "class-of-" + namespace;
    }

    @BeforeEach
    void start() {
        operator.createNamespace();
        operator.start();
    }

    @AfterEach
    void stop() {
        client.storage().v1().storageClasses().withName(storageClass).delete();
        operator.close();
    }

    private void createStore(boolean canGrow) {
        client.resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(storageClass)
                        .endMetadata()
                        .withProvisioner("example.com/none")
                        .withAllowVolumeExpansion(canGrow ? true : null)
                        .build())
                .create();
        client.resource(ShardSets.parse("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store, namespace: %s}
                spec:
                  shards: 1
                  partitions: 64
                  storage: {size: 1Gi, storageClassName: %s}
                  template: {spec: {containers: [{name: app, image: app}]}}
                """.formatted(namespace, storageClass))).create();
        await().atMost(LIMIT).until(() -> set().isPresent());
        for (int place = 0; place < 3; place++) {
            provision(place, "1Gi");
        }
    }

    /** What the StatefulSet's controller and the provisioner do. */
    private void provision(int place, String size) {
        var template = set().orElseThrow().getSpec().getVolumeClaimTemplates().getFirst();
        var made = client.resource(new PersistentVolumeClaimBuilder(template)
                        .editMetadata()
                        .withName("data-store-0-" + place)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStatus(null)
                        .build())
                .create();
        made.getSpec().setVolumeName("volume-" + place);
        bind(client.resource(made).update(), size);
    }

    private void bind(PersistentVolumeClaim claim, String size) {
        var bound = claim.edit()
                .withNewStatus()
                .withPhase("Bound")
                .withAccessModes("ReadWriteOnce")
                .withCapacity(Map.of("storage", new Quantity(size)))
                .endStatus()
                .build();
        client.resource(bound).updateStatus();
    }

    private Optional<StatefulSet> set() {
        return Optional.ofNullable(client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName("store-0")
                .get());
    }

    private List<PersistentVolumeClaim> claims() {
        return client.persistentVolumeClaims().inNamespace(namespace).list().getItems();
    }

    private List<String> requested() {
        return claims().stream()
                .map(claim -> String.valueOf(
                        claim.getSpec().getResources().getRequests().get("storage")))
                .toList();
    }

    private void edit(String size) {
        client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"storage\":{\"size\":\"%s\"}}}".formatted(size));
    }

    private String progress() {
        return Optional.ofNullable(operator.store().getStatus().progress()).orElse("");
    }

    private void assertIdle() throws InterruptedException {
        Thread.sleep(3000);
        double before = operator.writes();
        Thread.sleep(4000);
        assertThat(operator.writes()).as("idle").isEqualTo(before);
    }

    @Test
    void growsClaimsInPlaceAndThenWritesNothing() throws InterruptedException {
        createStore(true);
        String uid = set().orElseThrow().getMetadata().getUid();

        edit("2Gi");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(requested()).containsExactly("2Gi", "2Gi", "2Gi"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(progress()).contains("volumes: 0/3 grown to 2Gi"));

        bind(claims().getFirst(), "2Gi");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(progress()).contains("volumes: 1/3 grown to 2Gi"));
        assertIdle();
        claims().forEach(claim -> bind(claim, "2Gi"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(progress()).doesNotContain("volumes"));

        var set = set().orElseThrow();
        assertThat(set.getMetadata().getUid()).isEqualTo(uid);
        assertThat(set.getMetadata().getAnnotations()).containsEntry(ShardObjects.VOLUME_SIZE, "2Gi");
        assertThat(operator.condition("Stalled").getStatus()).isEqualTo("False");
        assertIdle();

        client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName("data-store-0-2")
                .delete();
        client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName("data-store-0-2")
                .edit(claim -> claim.edit()
                        .editMetadata()
                        .withFinalizers(List.of())
                        .endMetadata()
                        .build());
        await().atMost(LIMIT).until(() -> claims().size() == 2);
        provision(2, "1Gi");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(requested())
                        .as("one that the StatefulSet makes later grows too")
                        .containsExactly("2Gi", "2Gi", "2Gi"));

        edit("1Gi");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getReason()).isEqualTo("VolumesCannotShrink"));
        assertThat(operator.condition("Stalled").getMessage()).contains("spec.storage.size", "1Gi", "2Gi");
        assertThat(requested()).containsExactly("2Gi", "2Gi", "2Gi");
        edit("2Gi");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getStatus()).isEqualTo("False"));
    }

    @Test
    void refusesToGrowWhatItsClassCannotGrowAndChangesNothing() throws InterruptedException {
        createStore(false);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.condition("Progressing").getStatus())
                                .isEqualTo("True"));
        Thread.sleep(2000);
        var before = versions();

        edit("2Gi");

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getReason()).isEqualTo("VolumesCannotGrow"));
        assertThat(operator.condition("Stalled").getMessage())
                .contains("spec.storage.size", "2Gi", storageClass, "1Gi");
        assertThat(operator.condition("Ready").getReason()).isEqualTo("VolumesCannotGrow");
        assertThat(versions()).isEqualTo(before);
        assertIdle();

        edit("1Gi");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getStatus()).isEqualTo("False"));
        assertThat(versions()).isEqualTo(before);
    }

    private List<String> versions() {
        var set = set().orElseThrow().getMetadata();
        return Stream.concat(
                        Stream.of(set.getUid() + set.getResourceVersion()),
                        claims().stream()
                                .map(claim -> claim.getMetadata().getUid()
                                        + claim.getMetadata().getResourceVersion()))
                .toList();
    }
}
