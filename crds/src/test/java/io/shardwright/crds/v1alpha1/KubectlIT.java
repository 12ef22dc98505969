package io.shardwright.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServer.KubectlResult;
import io.shardwright.crds.apiserver.ApiServerExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user of kubectl sees and can do. */
@ExtendWith(ApiServerExtension.class)
class KubectlIT {

    private final ApiServer server;
    private TestNamespace namespace;

    KubectlIT(ApiServer server) {
        this.server = server;
    }

    @BeforeEach
    void createStore() {
        namespace = TestNamespace.on(server);
        namespace.create(
                Documents.read(Documents.EXAMPLES.resolve("store.yaml")).getFirst());
    }

    @AfterEach
    void closeNamespace() {
        namespace.close();
    }

    @Test
    void getShowsStateAndBalance() {
        publishStatus();

        assertThat(columns(kubectl("get", "shs", "store")))
                .containsExactly("NAME", "READY", "SHARDS", "BALANCE", "EPOCH", "AVAILABILITY", "AGE");
        assertThat(values(kubectl("get", "shs", "store"))).startsWith("store", "True", "3", "1.02", "17", "99.98");
    }

    @Test
    void wideGetShowsTheAxisAndTheProgressToo() {
        publishStatus();

        KubectlResult result = kubectl("get", "shardsets", "store", "-o", "wide");

        assertThat(columns(result))
                .containsExactly(
                        "NAME",
                        "READY",
                        "SHARDS",
                        "BALANCE",
                        "EPOCH",
                        "AVAILABILITY",
                        "AGE",
                        "AXIS",
                        "CONSISTENCY",
                        "PROGRESS");
        assertThat(result.output()).contains("Storage", "Strong", "37/96 moves, about 12 s left");
    }

    @Test
    void getShowsThePartitionMap() {
        PartitionMap map = new PartitionMap();
        map.getMetadata().setName("store");
        map.setSpec(PartitionMapSpec.of(
                "uid",
                17,
                16,
                List.of(new ShardOwnership(0, "0-7", List.of()), new ShardOwnership(1, "8-15", List.of())),
                List.of()));
        namespace.client().resource(map).inNamespace(namespace.name()).create();

        KubectlResult result = kubectl("get", "pmap");

        assertThat(columns(result)).containsExactly("NAME", "EPOCH", "PARTITIONS", "SHARDS", "AGE");
        assertThat(values(result)).startsWith("store", "17", "16", "2");
    }

    @Test
    void scaleChangesTheNumberOfShards() {
        assertThat(kubectl("scale", "shardset", "store", "--replicas=5").exitCode())
                .isZero();

        assertThat(store().getSpec().shards()).isEqualTo(5);
    }

    @Test
    void scaleBelowTheCountsOfTheClassesIsRefusedWithTheFix() {
        assertThat(kubectl("scale", "shardset", "store", "--replicas=1").exitCode())
                .isZero();
        kubectl("patch", "shs", "store", "--type=json", "--patch", """
                [{"op": "replace", "path": "/spec/shards", "value": 3},
                 {"op": "replace", "path": "/spec/nodeClasses/0/shards", "value": 2}]""");

        KubectlResult result = kubectl("scale", "shardset", "store", "--replicas=1");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("raise spec.shards to at least 2, or lower the shards of a class");
        assertThat(store().getSpec().shards()).isEqualTo(3);
    }

    @Test
    void explainTellsWhatAFieldDoes() {
        assertThat(kubectl("explain", "shardset.spec.shards").output())
                .contains("FIELD: shards <integer>")
                .contains("Number of shards, 1 to 1000");
        assertThat(kubectl("explain", "shardset.spec").output()).doesNotContain("<no description>");
    }

    private void publishStatus() {
        ShardSet store = store();
        store.setStatus(new ShardSetStatus(
                1L,
                List.of(new ConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("AsSpecified")
                        .withMessage("3 of 3 shards serve")
                        .withLastTransitionTime("2026-01-01T00:00:00Z")
                        .build()),
                3,
                "shardwright.io/shardset=store",
                17L,
                new ShardSummary(3, 2, 0),
                List.of(),
                List.of(),
                new Balance("1.02", 37, 96, 59),
                new AvailabilityStatus(
                        "99.98",
                        "99.98",
                        "99.94",
                        "99.94",
                        new DownTime("1h45m11.5s", "8m46s", "2m1s", "17.3s"),
                        1,
                        "routers x shard 1"),
                "37/96 moves, about 12 s left"));
        namespace.client().resource(store).updateStatus();
    }

    private ShardSet store() {
        return namespace
                .client()
                .resources(ShardSet.class)
                .inNamespace(namespace.name())
                .withName("store")
                .require();
    }

    private KubectlResult kubectl(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("--namespace=" + namespace.name()));
        all.addAll(List.of(arguments));
        return server.kubectl(all.toArray(String[]::new));
    }

    private static List<String> columns(KubectlResult result) {
        return words(result, 0);
    }

    private static List<String> values(KubectlResult result) {
        return words(result, 1);
    }

    private static List<String> words(KubectlResult result, int line) {
        assertThat(result.exitCode()).as(result.output()).isZero();
        return List.of(result.output().lines().toList().get(line).split("\\s+"));
    }
}
