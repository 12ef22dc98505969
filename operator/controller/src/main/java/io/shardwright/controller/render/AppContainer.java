package io.shardwright.controller.render;

import static java.util.stream.Collectors.toCollection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.shardwright.contract.Contract;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.Resources;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.resolver.ShardPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The container named {@code app}: the user's, completed with what the contract needs. */
final class AppContainer {
    static final String NAME = "app";

    private static final String HTTP = "http";
    private static final String MANAGEMENT = "management";
    private static final String PEER = "peer";

    private AppContainer() {}

    static Container of(ShardSet shardSet, String identity, ShardPlacement placement, Container given) {
        var app = new ContainerBuilder(given)
                .withEnv(environment(shardSet, identity, placement, given.getEnv()))
                .withPorts(ports(given.getPorts()))
                .withVolumeMounts(mounts(given));
        placement
                .nodeClass()
                .map(NodeClass::resources)
                .ifPresent(resources -> app.withResources(requirements(resources)));
        if (given.getSecurityContext() == null) {
            app.withSecurityContext(PodDefaults.containerSecurity(true));
        }
        if (given.getStartupProbe() == null) {
            app.withStartupProbe(probe(Contract.LIVE_PATH, 2, 2, 90));
        }
        if (given.getLivenessProbe() == null) {
            app.withLivenessProbe(probe(Contract.LIVE_PATH, 10, 5, 6));
        }
        if (given.getReadinessProbe() == null) {
            app.withReadinessProbe(probe(Contract.READY_PATH, 3, 3, 3));
        }
        return app.build();
    }

    /** Whether nothing is mounted at {@code /tmp}. */
    static boolean needsTmp(Container given) {
        return given.getVolumeMounts().stream().noneMatch(mount -> "/tmp".equals(mount.getMountPath()));
    }

    /** The contract's variables come first, so that the user's can refer to them; the user's of the same name are left out. */
    private static List<EnvVar> environment(
            ShardSet shardSet, String identity, ShardPlacement placement, List<EnvVar> given) {
        var metadata = shardSet.getMetadata();
        var spec = shardSet.getSpec();
        var environment = new ArrayList<EnvVar>();
        environment.add(variable(Contract.ENV_SHARD_SET_UID, identity));
        environment.add(variable(Contract.ENV_SHARD_SET, metadata.getName()));
        environment.add(variable(Contract.ENV_NAMESPACE, metadata.getNamespace()));
        environment.add(variable(Contract.ENV_SHARD, placement.shard().toString()));
        environment.add(podName());
        environment.add(variable(Contract.ENV_PARTITIONS, spec.partitions().toString()));
        environment.add(variable(
                Contract.ENV_KEY_SOURCE, KeySources.of(spec.router().key()).text()));
        environment.add(variable(Contract.ENV_DATA_DIR, Contract.DATA_DIR));
        var names = environment.stream().map(EnvVar::getName).toList();
        given.stream().filter(variable -> !names.contains(variable.getName())).forEach(environment::add);
        return environment;
    }

    static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar podName() {
        return new EnvVarBuilder()
                .withName(Contract.ENV_POD)
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static List<ContainerPort> ports(List<ContainerPort> given) {
        var ports = new ArrayList<ContainerPort>();
        ports.add(port(HTTP, Contract.DATA_PORT));
        ports.add(port(MANAGEMENT, Contract.MANAGEMENT_PORT));
        ports.add(port(PEER, Contract.PEER_PORT));
        var numbers = ports.stream().map(ContainerPort::getContainerPort).toList();
        given.stream()
                .filter(port -> !numbers.contains(port.getContainerPort()))
                .forEach(ports::add);
        return ports;
    }

    static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .withProtocol("TCP")
                .build();
    }

    private static List<VolumeMount> mounts(Container given) {
        var mounts = given.getVolumeMounts().stream()
                .filter(mount -> !Contract.DATA_DIR.equals(mount.getMountPath()))
                .collect(toCollection(ArrayList::new));
        mounts.addFirst(mount(ShardPodTemplate.DATA_VOLUME, Contract.DATA_DIR));
        if (needsTmp(given)) {
            mounts.add(mount(ShardPodTemplate.TMP_VOLUME, "/tmp"));
        }
        return mounts;
    }

    static VolumeMount mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }

    static ResourceRequirements requirements(Resources resources) {
        return new ResourceRequirementsBuilder()
                .withRequests(new TreeMap<>(resources.requests()))
                .withLimits(new TreeMap<>(resources.limits()))
                .build();
    }

    private static Probe probe(String path, int periodSeconds, int timeoutSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(MANAGEMENT)
                .withScheme("HTTP")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(timeoutSeconds)
                .withFailureThreshold(failures)
                .build();
    }
}
