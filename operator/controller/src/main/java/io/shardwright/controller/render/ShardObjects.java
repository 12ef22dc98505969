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
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.shardwright.contract.Contract;
import io.shardwright.crds.v1alpha1.Retention;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects of one shard: a headless Service, a disruption budget, and a StatefulSet. */
public final class ShardObjects {
    /** From here on one pod can be spared. */
    private static final int REPLICAS_WITH_A_QUORUM_TO_KEEP = 3;

    /** Annotation of a StatefulSet with the size that its volumes were granted, where that isn't what it was made with. */
    public static final String VOLUME_SIZE = "shardwright.io/volume-size";

    private ShardObjects() {}

    /** The objects of a shard whose volumes are as the specification says. */
    public static List<HasMetadata> of(
            ShardSet shardSet, String identity, ShardPlacement placement, int replicas, boolean held) {
        return of(shardSet, identity, placement, replicas, held, placement.volume(shardSet.getSpec()));
    }

    /**
     * The objects of a shard, in the order in which to create them.
     *
     * @param identity the uid that its volumes and pods carry
     * @param replicas how many it has for now
     * @param held whether its only pod must not be evicted now; without effect where there are more
     * @param volume that its StatefulSet asks for and goes on asking for: it can't be changed once it exists
     */
    public static List<HasMetadata> of(
            ShardSet shardSet, String identity, ShardPlacement placement, int replicas, boolean held, Volume volume) {
        return List.of(
                headlessService(shardSet, placement),
                disruptionBudget(shardSet, placement, replicas, held),
                statefulSet(shardSet, identity, placement, replicas, volume));
    }

    /** The disruption budget of a shard of one replica, see {@link #of}. */
    public static PodDisruptionBudget budgetOfOne(ShardSet shardSet, ShardPlacement placement, boolean held) {
        return disruptionBudget(shardSet, placement, 1, held);
    }

    /** The name shared by the objects of a shard. */
    public static String name(ShardSet shardSet, ShardId shard) {
        return Contract.shardName(shardSet.getMetadata().getName(), shard.ordinal());
    }

    static StatefulSet statefulSet(
            ShardSet shardSet, String identity, ShardPlacement placement, int replicas, Volume volume) {
        String name = name(shardSet, placement.shard());
        var metadata = Metadata.owned(shardSet, name, Labels.of(shardSet, placement));
        var granted = placement.volume(shardSet.getSpec());
        if (granted.bytes() != volume.bytes()) {
            metadata.setAnnotations(Map.of(VOLUME_SIZE, granted.size().toString()));
        }
        return new StatefulSetBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withServiceName(name)
                .withReplicas(replicas)
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withPersistentVolumeClaimRetentionPolicy(retention(shardSet))
                .withNewSelector()
                .withMatchLabels(Labels.selecting(shardSet, placement.shard()))
                .endSelector()
                .withTemplate(ShardPodTemplate.of(shardSet, identity, placement))
                .withVolumeClaimTemplates(claim(shardSet, identity, placement, volume))
                .endSpec()
                .build();
    }

    /** A StatefulSet goes with its ShardSet, so its policy is the ShardSet's. Fewer replicas never cost a volume. */
    private static StatefulSetPersistentVolumeClaimRetentionPolicy retention(ShardSet shardSet) {
        return new StatefulSetPersistentVolumeClaimRetentionPolicyBuilder()
                .withWhenDeleted(shardSet.getSpec().storage().retention().name())
                .withWhenScaled(Retention.Retain.name())
                .build();
    }

    /** Its labels say whose data the volume holds; a StatefulSet's claims never change, so they name no class. */
    private static PersistentVolumeClaim claim(
            ShardSet shardSet, String identity, ShardPlacement placement, Volume volume) {
        var labels = new TreeMap<>(Labels.selecting(shardSet, placement.shard()));
        labels.put(Labels.MANAGED_BY, Labels.MANAGER);
        labels.put(Labels.SHARD_SET_UID, identity);
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

    /**
     * One pod may go where there is a quorum to keep. An only pod may go once it holds nothing; one that isn't ready may go
     * at any time, since nobody is served by it.
     */
    static PodDisruptionBudget disruptionBudget(
            ShardSet shardSet, ShardPlacement placement, int replicas, boolean held) {
        boolean only = replicas < REPLICAS_WITH_A_QUORUM_TO_KEEP;
        return new PodDisruptionBudgetBuilder()
                .withMetadata(
                        Metadata.owned(shardSet, name(shardSet, placement.shard()), Labels.of(shardSet, placement)))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(only && held ? 0 : 1))
                .withUnhealthyPodEvictionPolicy(only ? "AlwaysAllow" : null)
                .withNewSelector()
                .withMatchLabels(Labels.selecting(shardSet, placement.shard()))
                .endSelector()
                .endSpec()
                .build();
    }
}
