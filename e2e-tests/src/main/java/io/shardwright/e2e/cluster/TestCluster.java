package io.shardwright.e2e.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The cluster that the current kubeconfig names, with the operator installed. */
public final class TestCluster implements AutoCloseable {
    /** What the names of the namespaces of all scenarios begin with; the demo's doesn't. */
    public static final String NAMESPACES = "shardwright-e2e";

    /** Where the operator is installed. */
    public static final String OPERATOR_NAMESPACE = "shardwright-system";

    private final KubernetesClient client = new KubernetesClientBuilder().build();

    /** The API server. */
    public KubernetesClient client() {
        return client;
    }

    /** Deletes the namespace if it is there, with all that is in it, and makes a new one. */
    public void freshNamespace(String name) {
        deleteNamespace(name);
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .create();
    }

    /** Deletes the namespace and waits until it is gone. */
    public void deleteNamespace(String name) {
        client.namespaces().withName(name).delete();
        client.namespaces().withName(name).waitUntilCondition(found -> found == null, 180, TimeUnit.SECONDS);
    }

    /** What a pod answers to a GET on one of its ports, through the API server; null where there is no such pod. */
    public @Nullable String get(String namespace, String pod, int port, String pathAndQuery) {
        return client.raw("/api/v1/namespaces/" + namespace + "/pods/" + pod + ":" + port + "/proxy" + pathAndQuery);
    }

    /** Runs a shell command on a node that is a container of the reachable Docker daemon. */
    public String onNode(String node, String script) {
        return Command.output("docker", "exec", node, "sh", "-c", script);
    }

    /** Whether the nodes are containers that commands can be run in. */
    public boolean hasContainerNodes() {
        String node = client.nodes().list().getItems().getFirst().getMetadata().getName();
        try {
            return Command.run(Duration.ofSeconds(10), List.of("docker", "inspect", node))
                            .exitCode()
                    == 0;
        } catch (IllegalStateException noDocker) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
