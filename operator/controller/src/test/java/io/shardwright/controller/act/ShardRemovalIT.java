package io.shardwright.controller.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.shardwright.controller.ShardSets;
import io.shardwright.controller.step.Step;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.apiserver.ApiServerExtension;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServerExtension.class)
class ShardRemovalIT {
    private final String namespace = "removal-" + UUID.randomUUID();
    private final ShardSet shardSet =
            ShardSets.store(text -> text.replace("namespace: shop", "namespace: " + namespace));
    private final KubernetesClient client;
    private final ShardRemoval removal;

    ShardRemovalIT(ApiServer server) {
        client = server.client();
        removal = new ShardRemoval(client);
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

    private Pod create() {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("store-0-1")
                        .withNamespace(namespace)
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

    private void restart(String uid) {
        removal.restart(shardSet, new Step.RestartPod(new ShardId(0), "store-0-1", uid, "a test"));
    }

    private boolean exists() {
        return client.pods().inNamespace(namespace).withName("store-0-1").get() != null;
    }

    @Test
    void deletesThePodThatIsMeantAndNeverItsSuccessor() {
        String first = create().getMetadata().getUid();
        restart(first);
        assertThat(exists()).isFalse();

        create();
        restart(first);
        assertThat(exists()).as("another pod has its name").isTrue();
    }

    @Test
    void aPodThatIsGoneAlreadyIsNoFailure() {
        restart(UUID.randomUUID().toString());

        assertThat(exists()).isFalse();
    }
}
