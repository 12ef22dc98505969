package io.shardwright.controller.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.controller.render.RouterObjects;
import io.shardwright.controller.render.ShardObjects;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class ObjectApplierIT {
    private final String namespace = "apply-" + UUID.randomUUID();
    private KubernetesClient client;
    private ObjectApplier applier;

    ObjectApplierIT(ApiServer server) {
        client = server.client();
        applier = new ObjectApplier(client);
    }

    @BeforeEach
    void createNamespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private Stream<HasMetadata> objects() {
        var store = ShardSets.store(text -> text.replace("namespace: shop", "namespace: " + namespace));
        var large = new ShardPlacement(
                new ShardId(0), Optional.of(store.getSpec().nodeClasses().getFirst()));
        return Stream.concat(
                ShardObjects.of(store, "identity", large, 3, false).stream(),
                RouterObjects.of(store, "identity", new RouterImages("agent", "proxy")).stream());
    }

    private StatefulSet statefulSet() {
        return objects()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private <T extends HasMetadata> T written(Applied<T> applied) {
        assertThat(applied).isInstanceOf(Applied.Written.class);
        return ((Applied.Written<T>) applied).object();
    }

    @Test
    void whatWasAppliedNeedsNoSecondWriteAndShowsNoDrift() {
        objects().forEach(object -> {
            var live = written(applier.apply(object, Optional.empty(), false));

            assertThat(LiveObject.difference(object, live, client.getKubernetesSerialization()))
                    .as(object.getKind())
                    .isEmpty();
            assertThat(applier.apply(object, Optional.of(live), true))
                    .as(object.getKind())
                    .isInstanceOf(Applied.Unchanged.class);
        });
    }

    @Test
    void takesBackWhatSomeoneElseChanged() {
        var live = written(applier.apply(statefulSet(), Optional.empty(), false));
        var changed = client.resource(live)
                .edit(set -> set.edit().editSpec().withReplicas(1).endSpec().build());

        assertThat(applier.apply(statefulSet(), Optional.of(changed), false)).isInstanceOf(Applied.Unchanged.class);
        var corrected = written(applier.apply(statefulSet(), Optional.of(changed), true));
        assertThat(corrected.getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void changesAStatefulSetOnlyAsItWasSeen() {
        var seen = written(applier.apply(statefulSet(), Optional.empty(), false));
        client.resource(seen)
                .edit(set -> set.edit().editSpec().withReplicas(5).endSpec().build());
        var next = statefulSet();
        next.getSpec().setReplicas(4);

        assertThatThrownBy(() -> applier.apply(next, Optional.of(seen), false))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
        assertThat(client.resource(seen).get().getSpec().getReplicas()).isEqualTo(5);
    }

    @Test
    void takesOverNoObjectOfSomeoneElse() {
        var foreign = new ServiceBuilder()
                .withNewMetadata()
                .withName("store-0")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", "other"))
                .addNewPort()
                .withName("http")
                .withPort(8080)
                .endPort()
                .endSpec()
                .build();
        client.resource(foreign).create();
        var service = objects().findFirst().orElseThrow();

        assertThat(applier.apply(service, Optional.empty(), false)).isInstanceOf(Applied.Refused.class);
        assertThat(client.services()
                        .inNamespace(namespace)
                        .withName("store-0")
                        .get()
                        .getSpec()
                        .getSelector())
                .containsOnlyKeys("app");
    }

    @Test
    void quotesTheApiServerWhereItRefuses() {
        var invalid = statefulSet()
                .edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(null)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(applier.apply(invalid, Optional.empty(), false))
                .isInstanceOfSatisfying(
                        Applied.Refused.class,
                        refused -> assertThat(refused.message()).contains("spec.template.spec.containers[0].image"));
    }
}
