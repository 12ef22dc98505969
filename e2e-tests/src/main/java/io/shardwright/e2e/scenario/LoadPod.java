package io.shardwright.e2e.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.sample.load.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A running load on a store, as a pod beside it. */
public final class LoadPod {
    private static final int CONTROL_PORT = 8099;
    private static final String LABEL = "app.kubernetes.io/name";
    private static final String LABEL_VALUE = "load";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Store store;
    private final String name;

    private LoadPod(Store store, String name) {
        this.store = store;
        this.name = name;
    }

    /**
     * Starts a load through the routers and waits until it sends.
     *
     * @param name of the pod, and beginning of the keys; not the store's, which would be the pod's own host name then
     * @param requestsPerSecond rate, held whether or not the store keeps up
     */
    public static LoadPod start(Store store, String name, int requestsPerSecond, String... moreArguments) {
        return start(store, name, requestsPerSecond, List.of("--url=http://" + store.name()), moreArguments);
    }

    /** Starts a load that goes to the owners directly, by the client's own map. */
    public static LoadPod startDirect(Store store, String name, int requestsPerSecond, String... moreArguments) {
        return start(store, name, requestsPerSecond, List.of("--direct=" + store.name()), moreArguments);
    }

    /** Ends the loads that earlier scenarios left behind when they failed, in whichever namespace of the tests. */
    public static void endAll(TestCluster cluster) {
        cluster.client().pods().inAnyNamespace().withLabel(LABEL, LABEL_VALUE).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getNamespace().startsWith(TestCluster.NAMESPACES))
                .forEach(
                        pod -> cluster.client().resource(pod).withGracePeriod(0).delete());
    }

    private static LoadPod start(
            Store store, String name, int requestsPerSecond, List<String> target, String... moreArguments) {
        if (name.equals(store.name())) {
            throw new IllegalArgumentException("in a pod named " + name + " the host " + name + " is the pod itself");
        }
        List<String> arguments = new ArrayList<>(target);
        arguments.addAll(List.of(
                "--rate=" + requestsPerSecond, "--duration=1h", "--control-port=" + CONTROL_PORT, "--prefix=" + name));
        arguments.addAll(List.of(moreArguments));
        var client = store.cluster().client();
        client.pods()
                .inNamespace(store.namespace())
                .resource(pod(name, arguments))
                .create();
        LoadPod load = new LoadPod(store, name);
        store.await(
                "load " + name + " sends",
                Duration.ofSeconds(90),
                () -> load.total().requests() > 0);
        return load;
    }

    private static Pod pod(String name, List<String> arguments) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(LABEL, LABEL_VALUE)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(1L)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("load")
                .withImage("shardwright/loadgen:dev")
                .withImagePullPolicy("IfNotPresent")
                .withArgs(arguments)
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("96Mi")))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }

    /** Figures since the start. */
    public Figures total() {
        return figures(ask("/total"));
    }

    /** Figures since the last call of this method. */
    public Figures window() {
        return figures(ask("/window"));
    }

    /** Forgets the longest gaps between writes seen so far. */
    public void mark() {
        ask("/mark");
    }

    /** The first failures and violations, as text. */
    public List<String> examples() {
        List<String> examples = new ArrayList<>();
        read(ask("/examples")).forEach(one -> examples.add(one.asText()));
        return examples;
    }

    /** Ends the load, lets it read every key once more, and gives the final figures. */
    public LoadResult finish() {
        ask("/stop");
        var pod = store.cluster().client().pods().inNamespace(store.namespace()).withName(name);
        Pod done = pod.waitUntilCondition(
                p -> p != null
                        && List.of("Succeeded", "Failed").contains(p.getStatus().getPhase()),
                180,
                TimeUnit.SECONDS);
        Objects.requireNonNull(done);
        String log = pod.getLog();
        String line = log.lines()
                .filter(l -> l.startsWith("RESULT "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("load " + name + " ended without a result: " + log));
        List<String> examples = log.lines()
                .filter(l -> l.contains(" failed: ") || l.contains("VIOLATION"))
                .toList();
        pod.withGracePeriod(0).delete();
        JsonNode result = read(line.substring("RESULT ".length()));
        return new LoadResult(
                figures(result.get("figures").toString()),
                result.get("wrongKeys").asLong(),
                examples);
    }

    private String ask(String path) {
        return Objects.requireNonNull(
                store.cluster().get(store.namespace(), name, CONTROL_PORT, path),
                () -> name + " gave nothing at " + path);
    }

    private static Figures figures(String json) {
        try {
            return JSON.readValue(json, Figures.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
