package io.shardwright.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator against a real API server, where the test stands in for the StatefulSet's controller and the kubelet. */
@ExtendWith(ApiServerExtension.class)
class RolloutIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningOperator operator;
    private final KubernetesClient client;
    private final String namespace;

    RolloutIT(ApiServer server) throws IOException {
        operator = new RunningOperator(server, "rollout");
        client = operator.client();
        namespace = operator.namespace();
    }

    @BeforeEach
    void start() {
        operator.createNamespace();
        client.resource(ShardSets.parse("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store, namespace: %s}
                spec: {shards: 1, partitions: 64, template: {spec: {containers: [{name: app, image: app}]}}}
                """.formatted(namespace))).create();
        operator.start();
        await().atMost(LIMIT).until(() -> set() != null);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private StatefulSet set() {
        return client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName("store-0")
                .get();
    }

    private Pod pod(int place) {
        return client.pods().inNamespace(namespace).withName("store-0-" + place).get();
    }

    /** What the StatefulSet's controller does: it tells the template's revision, and has made the pod from one. */
    private void make(int place, String revision) {
        var set = set();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("store-0-" + place)
                        .withNamespace(namespace)
                        .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                        .addToLabels("controller-revision-hash", revision)
                        .addNewOwnerReference()
                        .withApiVersion("apps/v1")
                        .withKind("StatefulSet")
                        .withName(set.getMetadata().getName())
                        .withUid(set.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("app")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private void current(String revision) {
        var set = set();
        set.setStatus(new StatefulSetStatusBuilder()
                .withReplicas(3)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withUpdateRevision(revision)
                .build());
        client.resource(set).updateStatus();
    }

    @Test
    void replacesAPodOfAnOlderTemplateThatDoesNotComeUpAndTellsSo() {
        make(0, "store-0-broken");
        make(1, "store-0-good");
        current("store-0-good");

        await().atMost(LIMIT).until(() -> pod(0) == null);
        assertThat(pod(1)).as("it has the template").isNotNull();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(client.v1()
                                .events()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                        .anySatisfy(event -> {
                            assertThat(event.getReason()).isEqualTo("PodReplaced");
                            assertThat(event.getMessage()).contains("store-0-0").contains("older template");
                        }));
    }

    @Test
    void leavesPodsAloneUntilTheControllerHasSeenTheTemplate() throws InterruptedException {
        make(0, "store-0-old");

        Thread.sleep(4000);

        assertThat(pod(0)).isNotNull();
    }

    @Test
    void anotherNumberOfReplicasChangesPlacesAndLeavesTheBudgetBeforeAnythingIsFounded() {
        await().atMost(LIMIT).until(() -> budget() != null);

        edit(1);
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(Objects.requireNonNull(set()).getSpec().getReplicas()).isEqualTo(1);
            assertThat(budget()).isNotNull();
        });

        edit(5);
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(Objects.requireNonNull(set()).getSpec().getReplicas()).isEqualTo(5);
            assertThat(budget()).isNotNull();
        });
    }

    private void edit(int replicas) {
        client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"replicasPerShard\":%d}}".formatted(replicas));
    }

    private PodDisruptionBudget budget() {
        return client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withName("store-0")
                .get();
    }
}
