package io.shardwright.controller.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.shardwright.contract.Contract;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects of one shard: a headless Service, a StatefulSet, and a disruption budget where there is a quorum to keep. */
public final class ShardObjects {
    /** With fewer replicas no pod can be spared, so a budget would only block nodes from being drained. */
    private static final int REPLICAS_WITH_A_QUORUM_TO_KEEP = 3;

    private ShardObjects() {}

    /** The objects of a shard with as many replicas as the specification says. */
    public static List<HasMetadata> of(ShardSet shardSet, ShardPlacement placement) {
        return of(shardSet, placement, shardSet.getSpec().replicasPerShard());
    }

    /** The objects of a shard, in the order in which to create them. */
    public static List<HasMetadata> of(ShardSet shardSet, ShardPlacement placement, int replicas) {
        var objects = new ArrayList<HasMetadata>();
        objects.add(headlessService(shardSet, placement));
        if (hasQuorumToKeep(replicas)) {
            objects.add(disruptionBudget(shardSet, placement));
        }
        objects.add(statefulSet(shardSet, placement, replicas));
        return objects;
    }

    /** Whether a shard of so many replicas has a disruption budget. */
    public static boolean hasQuorumToKeep(int replicas) {
        return replicas >= REPLICAS_WITH_A_QUORUM_TO_KEEP;
    }

    /** The name shared by the objects of a shard. */
    public static String name(ShardSet shardSet, ShardId shard) {
        return Contract.shardName(shardSet.getMetadata().getName(), shard.ordinal());
    }

    static StatefulSet statefulSet(ShardSet shardSet, ShardPlacement placement, int replicas) {
        String name = name(shardSet, placement.shard());
        return new StatefulSetBuilder()
                .withMetadata(Metadata.owned(shardSet, name, Labels.of(shardSet, placement)))
                .withNewSpec()
                .withServiceName(name)
                .withReplicas(replicas)
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewSelector()
                .withMatchLabels(Labels.selecting(shardSet, placement.shard()))
                .endSelector()
                .withTemplate(ShardPodTemplate.of(shardSet, placement))
                .withVolumeClaimTemplates(claim(shardSet, placement))
                .endSpec()
                .build();
    }

    /** Its labels say whose data the volume holds; a StatefulSet's claims never change, so they name no class. */
    private static PersistentVolumeClaim claim(ShardSet shardSet, ShardPlacement placement) {
        var labels = new TreeMap<>(Labels.selecting(shardSet, placement.shard()));
        labels.put(Labels.MANAGED_BY, Labels.MANAGER);
        labels.put(Labels.SHARD_SET_UID, shardSet.getMetadata().getUid());
        var volume = placement.volume(shardSet.getSpec());
        return new PersistentVolumeClaimBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNewMetadata()
                .withName(ShardPodTemplate.DATA_VOLUME)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode("Filesystem")
                .withStorageClassName(volume.storageClass().orElse(null))
                .withNewResources()
                .withRequests(Map.of("storage", volume.size()))
                .endResources()
                .endSpec()
                .build();
    }

    /** Gives each pod a DNS name, ready or not: replicas find each other before they can serve. */
    static Service headlessService(ShardSet shardSet, ShardPlacement placement) {
        String name = name(shardSet, placement.shard());
        return new ServiceBuilder()
                .withMetadata(Metadata.owned(shardSet, name, Labels.of(shardSet, placement)))
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Labels.selecting(shardSet, placement.shard()))
                .withPorts(
                        port("http", Contract.DATA_PORT),
                        port("management", Contract.MANAGEMENT_PORT),
                        port("peer", Contract.PEER_PORT))
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int number) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(number)
                .withNewTargetPort(number)
                .withProtocol("TCP")
                .build();
    }

    static PodDisruptionBudget disruptionBudget(ShardSet shardSet, ShardPlacement placement) {
        String name = name(shardSet, placement.shard());
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Metadata.owned(shardSet, name, Labels.of(shardSet, placement)))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(Labels.selecting(shardSet, placement.shard()))
                .endSelector()
                .endSpec()
                .build();
    }
}
