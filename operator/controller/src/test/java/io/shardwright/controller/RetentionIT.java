package io.shardwright.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.shardwright.contract.Contract;
import io.shardwright.controller.render.Labels;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What deletion leaves and who takes it over, against a real API server; the garbage collector is played by the test. */
@ExtendWith(ApiServerExtension.class)
class RetentionIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningOperator operator;
    private final KubernetesClient client;
    private final String namespace;

    RetentionIT(ApiServer server) throws IOException {
        operator = new RunningOperator(server, "retention");
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

    private ShardSet create(String fields) {
        return client.resource(ShardSets.parse("""
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store, namespace: %s}
                spec: {shards: 2, %s, template: {spec: {containers: [{name: app, image: app}]}}}
                """.formatted(namespace, fields)))
                .create();
    }

    private void delete() {
        client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .delete();
    }

    private Optional<PartitionMap> map() {
        return Optional.ofNullable(client.resources(PartitionMap.class)
                .inNamespace(namespace)
                .withName("store")
                .get());
    }

    private List<StatefulSet> sets() {
        return client.apps().statefulSets().inNamespace(namespace).list().getItems();
    }

    private void awaitObjects(ShardSet owner) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sets())
                        .hasSize(2)
                        .allMatch(set -> isOwnedBy(set, owner.getMetadata().getUid())));
    }

    private static boolean isOwnedBy(HasMetadata object, String uid) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(uid));
    }

    private static String identity(StatefulSet set) {
        return set.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                .filter(variable -> variable.getName().equals(Contract.ENV_SHARD_SET_UID))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Optional<String> reason(String type) {
        return Optional.ofNullable(client.resources(ShardSet.class)
                        .inNamespace(namespace)
                        .withName("store")
                        .require()
                        .getStatus())
                .stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.getType().equals(type))
                .map(Condition::getReason)
                .findFirst();
    }

    private void collectGarbageOf(ShardSet gone) {
        Stream.<List<? extends HasMetadata>>of(
                        sets(),
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        client.serviceAccounts().inNamespace(namespace).list().getItems(),
                        client.rbac().roles().inNamespace(namespace).list().getItems(),
                        client.rbac()
                                .roleBindings()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        map().stream().toList())
                .flatMap(List::stream)
                .filter(object -> isOwnedBy(object, gone.getMetadata().getUid()))
                .forEach(object -> client.resource(object).withGracePeriod(0).delete());
    }

    @Test
    void aShardSetMadeAgainTakesOverTheIdentityAndOwnsWhatItMakes() {
        var first = create("partitions: 64");
        String uid = first.getMetadata().getUid();
        awaitObjects(first);
        delete();
        collectGarbageOf(first);
        assertThat(map()).isPresent();

        var second = create("partitions: 64");
        awaitObjects(second);
        assertThat(second.getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(sets()).allSatisfy(set -> {
            assertThat(identity(set)).isEqualTo(uid);
            assertThat(set.getSpec()
                            .getVolumeClaimTemplates()
                            .getFirst()
                            .getMetadata()
                            .getLabels())
                    .containsEntry(Labels.SHARD_SET_UID, uid);
        });
        assertThat(map().orElseThrow().getSpec().shardSetUid()).isEqualTo(uid);
    }

    @Test
    void anotherNumberOfPartitionsIsRefusedBeforeAnythingIsMade() {
        var first = create("partitions: 64");
        awaitObjects(first);
        delete();
        collectGarbageOf(first);
        create("partitions: 128");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(reason("Stalled")).contains("PartitionsDiffer"));
        assertThat(sets()).isEmpty();
        assertThat(map().orElseThrow().getSpec().partitions()).isEqualTo(64);
    }

    @Test
    void volumesWithoutAMapAreTakenOverAndNothingIsFoundedOverThem() {
        claim("0b0e1e9c-0000-4000-8000-000000000001", 1);
        create("partitions: 64, replicasPerShard: 1");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(reason("Ready")).contains("OwnershipUnknown"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sets()).singleElement().satisfies(set -> {
                    assertThat(set.getMetadata().getName()).isEqualTo("store-1");
                    assertThat(identity(set)).isEqualTo("0b0e1e9c-0000-4000-8000-000000000001");
                }));
        assertThat(map()).isEmpty();
    }

    @Test
    void volumesOfTwoAreNotToldApart() {
        claim("0b0e1e9c-0000-4000-8000-000000000001", 0);
        claim("0b0e1e9c-0000-4000-8000-000000000002", 1);
        create("partitions: 64, replicasPerShard: 1");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(reason("Stalled")).contains("IdentityDisputed"));
        assertThat(sets()).isEmpty();
        assertThat(map()).isEmpty();
    }

    private void claim(String uid, int shard) {
        client.resource(client.getKubernetesSerialization()
                        .unmarshal("""
                                apiVersion: v1
                                kind: PersistentVolumeClaim
                                metadata:
                                  name: data-store-%d-0
                                  namespace: %s
                                  labels:
                                    app.kubernetes.io/managed-by: shardwright
                                    shardwright.io/shardset: store
                                    shardwright.io/shardset-uid: %s
                                    shardwright.io/shard: "%d"
                                spec:
                                  accessModes: [ReadWriteOnce]
                                  resources: {requests: {storage: 1Gi}}
                                """.formatted(shard, namespace, uid, shard), PersistentVolumeClaim.class))
                .create();
    }

    @Test
    void withDeleteEverythingGoesAndASuccessorWaitsForThatAndBeginsAnew() {
        var first = create("partitions: 64");
        awaitObjects(first);
        assertThat(map().orElseThrow().getMetadata().getOwnerReferences()).isEmpty();

        client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"storage\":{\"retention\":\"Delete\"}}}");
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(isOwnedBy(map().orElseThrow(), first.getMetadata().getUid()))
                    .isTrue();
            assertThat(sets())
                    .allMatch(set -> set.getSpec()
                            .getPersistentVolumeClaimRetentionPolicy()
                            .getWhenDeleted()
                            .equals("Delete"));
        });

        delete();
        var second = create("partitions: 64");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(reason("Progressing")).contains("PredecessorRemains"));
        assertThat(reason("Stalled")).contains("NothingInTheWay");
        collectGarbageOf(first);
        awaitObjects(second);
        assertThat(map().orElseThrow().getSpec().shardSetUid())
                .isEqualTo(second.getMetadata().getUid());
    }
}
