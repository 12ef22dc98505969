package io.shardwright.controller.render;

import static io.shardwright.controller.render.AppContainer.mount;
import static io.shardwright.controller.render.AppContainer.port;
import static io.shardwright.controller.render.AppContainer.variable;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.shardwright.contract.Contract;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * A router pod: the proxy, and beside it the agent that configures it over a socket in shared memory. Nothing in it depends
 * on the number of shards or on who owns what, so that scaling never restarts a router.
 */
final class RouterPodTemplate {
    /** Folder of the proxy's configuration, its sockets and the cached map. */
    private static final String RUN_DIR = "/run/router";

    private static final String RUN_VOLUME = "router";
    private static final int AGENT_PORT = 8082;
    private static final int PROXY_METRICS_PORT = 8404;
    private static final long PAUSE_BEFORE_STOP_SECONDS = 3;
    private static final String AGENT_PORT_NAME = "agent";

    private RouterPodTemplate() {}

    static PodTemplateSpec of(ShardSet shardSet, String identity, RouterImages images) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Labels.of(shardSet, Labels.ROUTER_COMPONENT))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(RouterObjects.name(shardSet))
                .withAutomountServiceAccountToken(true)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(45L)
                .withSecurityContext(PodDefaults.podSecurity())
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPodAffinityTerm()
                .withTopologyKey("kubernetes.io/hostname")
                .withLabelSelector(new LabelSelectorBuilder()
                        .withMatchLabels(Labels.selectingRouter(shardSet))
                        .build())
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .withInitContainers(agent(shardSet, identity, images.agent()))
                .withContainers(proxy(shardSet, images.proxy()))
                .addNewVolume()
                .withName(RUN_VOLUME)
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity("64Mi"))
                .endEmptyDir()
                .endVolume()
                .addNewVolume()
                .withName(ShardPodTemplate.TMP_VOLUME)
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
    }

    /** A native sidecar: it starts, writes a configuration, and only then the proxy starts; it outlives the proxy. */
    private static Container agent(ShardSet shardSet, String identity, String image) {
        var metadata = shardSet.getMetadata();
        var spec = shardSet.getSpec();
        return new ContainerBuilder()
                .withName("agent")
                .withImage(image)
                .withRestartPolicy("Always")
                .withEnv(
                        variable(Contract.ENV_NAMESPACE, metadata.getNamespace()),
                        variable(Contract.ENV_SHARD_SET, metadata.getName()),
                        variable(Contract.ENV_SHARD_SET_UID, identity),
                        variable(Contract.ENV_PARTITIONS, spec.partitions().toString()),
                        variable(
                                Contract.ENV_KEY_SOURCE,
                                KeySources.of(spec.router().key()).text()))
                .withPorts(port(AGENT_PORT_NAME, AGENT_PORT))
                .withStartupProbe(probe("/started", AGENT_PORT_NAME, 1, 120))
                .withReadinessProbe(probe("/ready", AGENT_PORT_NAME, 2, 3))
                .withLivenessProbe(probe("/live", AGENT_PORT_NAME, 10, 6))
                .withResources(requests("50m", "128Mi"))
                .withSecurityContext(PodDefaults.containerSecurity(true))
                .withVolumeMounts(mount(RUN_VOLUME, RUN_DIR), mount(ShardPodTemplate.TMP_VOLUME, "/tmp"))
                .build();
    }

    /**
     * The proxy has no readiness of its own: the agent's covers it, since the agent asks it over its socket. The pause before
     * it is stopped lets clients' connections go elsewhere first.
     */
    private static Container proxy(ShardSet shardSet, String image) {
        var resources = shardSet.getSpec().router().resources();
        return new ContainerBuilder()
                .withName("haproxy")
                .withImage(image)
                .withArgs("-W", "-S", RUN_DIR + "/master.sock,mode,600", "-f", RUN_DIR + "/haproxy.cfg")
                .withPorts(port(RouterObjects.HTTP, Contract.DATA_PORT), port("metrics", PROXY_METRICS_PORT))
                .withStartupProbe(new ProbeBuilder()
                        .withNewTcpSocket()
                        .withNewPort(RouterObjects.HTTP)
                        .endTcpSocket()
                        .withPeriodSeconds(1)
                        .withTimeoutSeconds(1)
                        .withFailureThreshold(60)
                        .build())
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(PAUSE_BEFORE_STOP_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withResources(resources == null ? requests("50m", "64Mi") : AppContainer.requirements(resources))
                .withSecurityContext(PodDefaults.containerSecurity(true))
                .withVolumeMounts(mount(RUN_VOLUME, RUN_DIR))
                .build();
    }

    private static ResourceRequirements requests(String cpu, String memory) {
        return new ResourceRequirementsBuilder()
                .withRequests(new TreeMap<>(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory))))
                .build();
    }

    private static Probe probe(String path, String port, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(port)
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(3)
                .withFailureThreshold(failures)
                .build();
    }
}
