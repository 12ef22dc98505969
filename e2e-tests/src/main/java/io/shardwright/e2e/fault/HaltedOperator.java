package io.shardwright.e2e.fault;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.halt.AgentJar;
import io.shardwright.e2e.halt.HaltAgent.Mode;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The operator with {@link io.shardwright.e2e.halt} in its process. Its image is the one that is installed; its Deployment gets
 * the agent, a JVM option and an empty directory for the record, which container restarts leave alone and a new pod empties.
 * {@link #close} takes all of that away again.
 */
public final class HaltedOperator implements AutoCloseable {
    private static final String OPERATOR = "shardwright-operator";
    private static final String CONTAINER = "operator";
    /** Read by the JVM itself, so that the image's own command line stays as it is. */
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

    /** The JVM refuses the image's AOT cache beside an agent, and would say so at each start. */
    private static final String NO_CACHE = "-XX:AOTMode=off";

    private static final String AGENT = "halts-agent";
    private static final String RECORD = "halts-record";
    private static final String JAR = "agent.jar";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final TestCluster cluster;
    private final PodTemplateSpec plain;
    private final int replicas;

    private HaltedOperator(TestCluster cluster, Deployment installed) {
        this.cluster = cluster;
        this.plain = withoutAgent(installed.getSpec().getTemplate());
        this.replicas = Math.max(1, installed.getSpec().getReplicas());
    }

    /** Brings the agent into the cluster; the operator runs without it until {@link #restart}. */
    public static HaltedOperator install(TestCluster cluster) {
        HaltedOperator operator = new HaltedOperator(
                cluster, Objects.requireNonNull(deployment(cluster).get(), "the operator is not installed"));
        cluster.client()
                .configMaps()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(AGENT)
                        .endMetadata()
                        .addToBinaryData(JAR, Base64.getEncoder().encodeToString(AgentJar.bytes()))
                        .build())
                .createOr(resource -> resource.update());
        return operator;
    }

    /** Replaces the operator's pod by one whose record is empty, and waits until it has begun to work, or to be killed. */
    public void restart(Mode mode) {
        run(withAgent(mode), 1);
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (moments().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the operator did not make a call within " + START_LIMIT
                        + " under the agent; its container: " + container() + "; its log: " + log());
            }
            Store.pause(Duration.ofMillis(500));
        }
    }

    /** The moments met since {@link #restart}, in their order: {@code before SITE} or {@code after SITE}. */
    public List<String> moments() {
        return pod().filter(pod -> pod.getSpec().getNodeName() != null)
                .map(pod -> cluster.onNode(
                        pod.getSpec().getNodeName(),
                        "cat /var/lib/kubelet/pods/" + pod.getMetadata().getUid() + "/volumes/kubernetes.io~empty-dir/"
                                + RECORD + "/moments 2>/dev/null || true"))
                .map(text -> text.lines().toList())
                .orElse(List.of());
    }

    /** How often the operator's container was started again since {@link #restart}. */
    public int containerRestarts() {
        return container().map(ContainerStatus::getRestartCount).orElse(0);
    }

    /** The operator as it was installed, without agent. */
    @Override
    public void close() {
        run(plain, replicas);
        deployment(cluster).waitUntilReady(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        cluster.client()
                .configMaps()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(AGENT)
                .delete();
        PodTemplateSpec now = deployment(cluster).get().getSpec().getTemplate();
        if (!now.equals(plain)) {
            throw new AssertionError("the operator's Deployment isn't as it was: " + now + " instead of " + plain);
        }
    }

    /** One pod after the other: two at once would share the Lease, and what one of them does without an order. */
    private void run(PodTemplateSpec template, int wanted) {
        deployment(cluster)
                .edit(found -> found.edit()
                        .editSpec()
                        .withReplicas(0)
                        .withTemplate(template)
                        .endSpec()
                        .build());
        await("the last operator's pod is gone", () -> pod().isEmpty());
        deployment(cluster)
                .edit(found ->
                        found.edit().editSpec().withReplicas(wanted).endSpec().build());
        await("the operator's pod is there", () -> pod().isPresent());
    }

    private PodTemplateSpec withAgent(Mode mode) {
        return new PodTemplateSpecBuilder(plain)
                .editSpec()
                .addNewVolume()
                .withName(AGENT)
                .withNewConfigMap()
                .withName(AGENT)
                .endConfigMap()
                .endVolume()
                .addNewVolume()
                .withName(RECORD)
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .editMatchingContainer(container -> container.getName().equals(CONTAINER))
                .addNewEnv()
                .withName(OPTIONS)
                .withValue(NO_CACHE + " " + mode.option("/" + AGENT + "/" + JAR, "/" + RECORD + "/moments"))
                .endEnv()
                .addNewVolumeMount()
                .withName(AGENT)
                .withMountPath("/" + AGENT)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName(RECORD)
                .withMountPath("/" + RECORD)
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
    }

    /** The template without what a test that was itself killed may have left in it. */
    private static PodTemplateSpec withoutAgent(PodTemplateSpec template) {
        return new PodTemplateSpecBuilder(template)
                .editSpec()
                .removeMatchingFromVolumes(volume -> isOurs(volume.getName()))
                .editMatchingContainer(container -> container.getName().equals(CONTAINER))
                .removeMatchingFromEnv(variable -> OPTIONS.equals(variable.getName()))
                .removeMatchingFromVolumeMounts(mount -> isOurs(mount.getName()))
                .endContainer()
                .endSpec()
                .build();
    }

    private static boolean isOurs(String volume) {
        return volume.equals(AGENT) || volume.equals(RECORD);
    }

    private Optional<Pod> pod() {
        return cluster
                .client()
                .pods()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withLabels(Map.of("app.kubernetes.io/name", OPERATOR))
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    private Optional<ContainerStatus> container() {
        return pod().flatMap(pod -> pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(CONTAINER))
                .findFirst());
    }

    private String log() {
        try {
            return pod().map(pod -> cluster.client()
                            .pods()
                            .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                            .withName(pod.getMetadata().getName())
                            .tailingLines(20)
                            .getLog())
                    .orElse("no pod");
        } catch (KubernetesClientException e) {
            return "none yet: " + e.getMessage();
        }
    }

    private static RollableScalableResource<Deployment> deployment(TestCluster cluster) {
        return cluster.client()
                .apps()
                .deployments()
                .inNamespace(TestCluster.OPERATOR_NAMESPACE)
                .withName(OPERATOR);
    }

    private static void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + START_LIMIT);
            }
            Store.pause(Duration.ofMillis(200));
        }
    }
}
