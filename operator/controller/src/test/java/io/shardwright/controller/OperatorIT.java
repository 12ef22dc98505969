package io.shardwright.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.RebalancePhase;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole operator against a real API server, behind which no pod ever starts. */
@ExtendWith(ApiServerExtension.class)
class OperatorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningOperator operator;
    private final KubernetesClient client;
    private final String namespace;

    OperatorIT(ApiServer server) throws IOException {
        operator = new RunningOperator(server, "operator");
        client = operator.client();
        namespace = operator.namespace();
    }

    @BeforeEach
    void start() {
        operator.createNamespace();
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    private void create(String template) {
        client.resource(ShardSets.parse("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store, namespace: %s}
                spec: {shards: 3, partitions: 64, template: {spec: {containers: [%s]}}}
                """.formatted(namespace, template))).create();
    }

    @Test
    void createsTheObjectsOfAShardSetAndThenWritesNothing() throws InterruptedException {
        create("{name: app, image: app}");
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(client.apps()
                            .statefulSets()
                            .inNamespace(namespace)
                            .list()
                            .getItems())
                    .hasSize(3);
            assertThat(client.services().inNamespace(namespace).list().getItems())
                    .hasSize(4);
            assertThat(client.apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName("store-router")
                            .get())
                    .isNotNull();
            assertThat(operator.condition("Progressing").getStatus()).isEqualTo("True");
            assertThat(operator.store().getStatus().shards()).isEqualTo(3);
        });
        var map = client.resources(PartitionMap.class)
                .inNamespace(namespace)
                .withName("store")
                .require();
        assertThat(map.getSpec().epoch()).isEqualTo(1);
        assertThat(map.getSpec().shards()).allMatch(shard -> shard.group().isEmpty());
        Thread.sleep(3000);

        double before = operator.writes();
        double rounds = operator.registry()
                .timer(MetricNames.RECONCILE, MetricNames.RESULT, "done")
                .count();
        Thread.sleep(8000);

        assertThat(operator.writes()).isEqualTo(before);
        assertThat(operator.registry()
                        .timer(MetricNames.RECONCILE, MetricNames.RESULT, "done")
                        .count())
                .as("it went on looking")
                .isGreaterThan((long) rounds);
        assertThat(operator.store().getMetadata().getGeneration())
                .as("the specification is never written")
                .isEqualTo(1);
    }

    @Test
    void aTemplateThatTheApiServerRefusesShowsInStatusUntilItIsCorrected() {
        create("{name: app, image: app, volumeMounts: [{name: nowhere, mountPath: /x}]}");
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(operator.condition("Stalled").getStatus()).isEqualTo("True");
            assertThat(operator.condition("Stalled").getReason()).isEqualTo("ObjectRefused");
            assertThat(operator.condition("Ready").getMessage())
                    .contains("spec.template.spec.containers[0].volumeMounts")
                    .contains("nowhere");
        });

        client.resource(operator.store()).edit(set -> {
            set.getSpec().template().getSpec().getContainers().getFirst().setVolumeMounts(List.of());
            return set;
        });

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getStatus()).isEqualTo("False"));
    }

    @Test
    void refusesWeightsThatLeaveNoOwnerBeforeAnythingIsTouched() {
        client.resource(ShardSets.parse("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store, namespace: %s}
                spec:
                  shards: 1
                  partitions: 64
                  shardWeights: [{shard: 0, weight: 0}]
                  template: {spec: {containers: [{name: app, image: app}]}}
                """.formatted(namespace))).create();

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getReason()).isEqualTo("InvalidWeights"));
        assertThat(client.apps().statefulSets().inNamespace(namespace).list().getItems())
                .isEmpty();
        assertThat(client.resources(PartitionMap.class)
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void tellsItsHealthAndItsMetrics() throws Exception {
        create("{name: app, image: app}");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(get("/metrics"))
                        .contains("shardwright_map_epoch{namespace=\"" + namespace + "\",shardset=\"store\"} 1.0")
                        .contains("shardwright_api_requests_total{method=\"PATCH\",resource=\"statefulsets\"}"));
        assertThat(get("/healthz")).isEqualTo("ok\n");
        assertThat(get("/readyz")).isEqualTo("ok\n");
    }

    @Test
    void aShardSetThatIsMadeAgainAtOnceIsLookedAtAndMeasured() {
        create("{name: app, image: app}");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.condition("Progressing").getStatus())
                                .isEqualTo("True"));
        for (int i = 0; i < 10; i++) {
            client.resource(operator.store()).withGracePeriod(0).delete();
            create("{name: app, image: app}");
        }
        String uid = operator.store().getMetadata().getUid();
        // Nobody collects garbage here: the objects of the first one are still there, and that shows.
        client.resources(PartitionMap.class).inNamespace(namespace).delete();
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(operator.condition("Stalled").getReason()).isNotNull());
        assertThat(operator.store().getMetadata().getUid()).isEqualTo(uid);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(get("/metrics"))
                        .contains("shardwright_ready{namespace=\"" + namespace + "\",shardset=\"store\"} 0.0"));
    }

    @Test
    void makesARebalanceThatAwaitsApprovalAndWritesNothingMore() throws InterruptedException {
        create("{name: app, image: app}");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(operator.store().getStatus()).isNotNull());
        assertThat(rebalances()).as("the first placement is none").isEmpty();

        edit("{\"spec\":{\"shards\":4,\"rebalance\":{\"mode\":\"Approve\"}}}");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(rebalances()).singleElement().satisfies(rebalance -> {
                    assertThat(rebalance.getMetadata().getName()).isEqualTo("store-r1");
                    assertThat(rebalance.getStatus()).isNotNull();
                    assertThat(rebalance.getStatus().phase()).isEqualTo(RebalancePhase.AwaitingApproval);
                }));
        var made = rebalances().getFirst();
        assertThat(made.getStatus().planHash()).isEqualTo(made.getSpec().plan().hash());
        assertThat(made.getStatus().moves()).isEqualTo("0/16");
        assertThat(made.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid())
                        .isEqualTo(operator.store().getMetadata().getUid()));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(eventReasons("Rebalance", "store-r1"))
                        .contains("RebalancePlanned", "RebalanceAwaitingApproval"));
        assertThat(eventReasons("ShardSet", "store")).contains("RebalancePlanned", "RebalanceAwaitingApproval");
        Thread.sleep(3000);
        double before = operator.writes();
        Thread.sleep(6000);
        assertThat(operator.writes()).as("idle").isEqualTo(before);

        client.resources(Rebalance.class)
                .inNamespace(namespace)
                .withName("store-r1")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"abort\":true}}");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(rebalances().getFirst().getStatus().phase()).isEqualTo(RebalancePhase.Aborted));
        assertThat(rebalances().getFirst().getStatus().message()).contains("0 of 16 partitions have moved");

        edit("{\"spec\":{\"shards\":5}}");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(rebalances())
                        .extracting(rebalance -> rebalance.getMetadata().getName())
                        .contains("store-r2"));
    }

    private List<Rebalance> rebalances() {
        return client.resources(Rebalance.class).inNamespace(namespace).list().getItems();
    }

    private void edit(String patch) {
        client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private List<String> eventReasons(String kind, String name) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getKind().equals(kind)
                        && event.getInvolvedObject().getName().equals(name))
                .map(event -> event.getReason())
                .toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + operator.port() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
