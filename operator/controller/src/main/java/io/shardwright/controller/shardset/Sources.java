package io.shardwright.controller.shardset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.shardwright.controller.render.Labels;
import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.Rebalance;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The informers: everything with the operator's label belongs to the ShardSet that its label names. */
final class Sources {
    private Sources() {}

    static List<EventSource<?, ShardSet>> of(EventSourceContext<ShardSet> context) {
        return Stream.<Class<? extends HasMetadata>>of(
                        PartitionMap.class,
                        Rebalance.class,
                        StatefulSet.class,
                        Deployment.class,
                        Service.class,
                        ServiceAccount.class,
                        PodDisruptionBudget.class,
                        Role.class,
                        RoleBinding.class,
                        Pod.class,
                        PersistentVolumeClaim.class)
                .<EventSource<?, ShardSet>>map(type -> source(type, context))
                .toList();
    }

    private static <T extends HasMetadata> EventSource<T, ShardSet> source(
            Class<T> type, EventSourceContext<ShardSet> context) {
        var configuration = InformerEventSourceConfiguration.from(type, ShardSet.class)
                .withName(type.getSimpleName())
                .withLabelSelector(Labels.MANAGED_SELECTOR)
                .withSecondaryToPrimaryMapper(Sources::shardSetOf)
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    private static Set<ResourceID> shardSetOf(HasMetadata object) {
        String name = object.getMetadata().getLabels().get(Labels.SHARD_SET);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(
                        name, Objects.requireNonNull(object.getMetadata().getNamespace())));
    }
}
