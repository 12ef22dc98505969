package io.shardwright.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    private final String namespace = "volumes-" + UUID.randomUUID();
    private final String storageClass = "class-of-" + namespace;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KubernetesClient client;
    private final OperatorProcess operator;

    VolumesIT(ApiServer server) throws IOException {
        client = server.client();
        var config = new OperatorConfig(new RouterImages("agent", "proxy"), Optional.empty(), Optional.empty(), 0);
        var patient = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(10)
                .build();
        operator = new OperatorProcess(config, ApiClient.create(patient, registry), registry);
    }

    @BeforeEach
    void start() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        operator.start();
    }

    @AfterEach
    void stop() {
        client.resources(ShardSet.class).inNamespace(namespace).delete();
        operator.close();
        client.storage().v1().storageClasses().withName(storageClass).delete();
        client.close();
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

    private ShardSet store() {
        return client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .require();
    }

    private Condition condition(String type) {
        return Optional.ofNullable(store().getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseGet(Condition::new);
    }

    private String progress() {
        return Optional.ofNullable(store().getStatus().progress()).orElse("");
    }

    private void assertIdle() throws InterruptedException {
        Thread.sleep(3000);
        double before = writes();
        Thread.sleep(4000);
        assertThat(writes()).as("idle").isEqualTo(before);
    }

    private double writes() {
        return registry.find(MetricNames.API_REQUESTS).counters().stream()
                .filter(counter -> !"GET".equals(counter.getId().getTag(MetricNames.METHOD)))
                .mapToDouble(counter -> counter.count())
                .sum();
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
        assertThat(condition("Stalled").getStatus()).isEqualTo("False");
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
                .untilAsserted(
                        () -> assertThat(condition("Stalled").getReason()).isEqualTo("VolumesCannotShrink"));
        assertThat(condition("Stalled").getMessage()).contains("spec.storage.size", "1Gi", "2Gi");
        assertThat(requested()).containsExactly("2Gi", "2Gi", "2Gi");
        edit("2Gi");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(condition("Stalled").getStatus()).isEqualTo("False"));
    }

    @Test
    void refusesToGrowWhatItsClassCannotGrowAndChangesNothing() throws InterruptedException {
        createStore(false);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(condition("Progressing").getStatus()).isEqualTo("True"));
        Thread.sleep(2000);
        var before = versions();

        edit("2Gi");

        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(condition("Stalled").getReason()).isEqualTo("VolumesCannotGrow"));
        assertThat(condition("Stalled").getMessage()).contains("spec.storage.size", "2Gi", storageClass, "1Gi");
        assertThat(condition("Ready").getReason()).isEqualTo("VolumesCannotGrow");
        assertThat(versions()).isEqualTo(before);
        assertIdle();

        edit("1Gi");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(condition("Stalled").getStatus()).isEqualTo("False"));
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
