package io.shardwright.controller.render;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.resolver.ShardPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pods of a shard: the user's template, completed. What the contract needs (environment, ports, volume) is always the
 * operator's; placement and resources are the class's where it has any; security, probes and the rest only where the
 * template says nothing.
 */
final class ShardPodTemplate {
    /** Name of the claim and of the volume that holds the replica's data. */
    static final String DATA_VOLUME = "data";

    static final String TMP_VOLUME = "shardwright-tmp";

    private final ShardSet shardSet;
    private final String identity;
    private final ShardPlacement placement;
    private final PodTemplateSpec template;

    private ShardPodTemplate(ShardSet shardSet, String identity, ShardPlacement placement) {
        this.shardSet = shardSet;
        this.identity = identity;
        this.placement = placement;
        this.template = shardSet.getSpec().template();
    }

    static PodTemplateSpec of(ShardSet shardSet, String identity, ShardPlacement placement) {
        return new ShardPodTemplate(shardSet, identity, placement).render();
    }

    private PodTemplateSpec render() {
        var metadata = template.getMetadata();
        var labels = new TreeMap<String, String>();
        var annotations = new TreeMap<String, String>();
        if (metadata != null) {
            labels.putAll(orEmpty(metadata.getLabels()));
            annotations.putAll(orEmpty(metadata.getAnnotations()));
        }
        labels.putAll(Labels.of(shardSet, placement));
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(podSpec(template.getSpec()))
                .build();
    }

    private PodSpec podSpec(PodSpec given) {
        var spec = new PodSpecBuilder(given)
                .withEnableServiceLinks(false)
                .withNodeSelector(nodeSelector(given))
                .withTolerations(tolerations(given))
                .withAffinity(affinity(given))
                .withContainers(
                        given.getContainers().stream().map(this::container).toList())
                .withInitContainers(
                        given.getInitContainers().stream().map(this::sidecar).toList());
        if (given.getSecurityContext() == null) {
            spec.withSecurityContext(PodDefaults.podSecurity());
        }
        if (given.getTerminationGracePeriodSeconds() == null) {
            spec.withTerminationGracePeriodSeconds(30L);
        }
        if (given.getServiceAccountName() == null && given.getAutomountServiceAccountToken() == null) {
            spec.withAutomountServiceAccountToken(false);
        }
        if (AppContainer.needsTmp(app(given))) {
            spec.addNewVolume()
                    .withName(TMP_VOLUME)
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .endVolume();
        }
        return spec.build();
    }

    private static Container app(PodSpec given) {
        return given.getContainers().stream()
                .filter(container -> AppContainer.NAME.equals(container.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("spec.template has no container named app"));
    }

    private Container container(Container given) {
        return AppContainer.NAME.equals(given.getName())
                ? AppContainer.of(shardSet, identity, placement, given)
                : sidecar(given);
    }

    private Container sidecar(Container given) {
        return given.getSecurityContext() != null
                ? given
                : given.edit()
                        .withSecurityContext(PodDefaults.containerSecurity(false))
                        .build();
    }

    private Map<String, String> nodeSelector(PodSpec given) {
        var selector = new TreeMap<>(orEmpty(given.getNodeSelector()));
        placement.nodeClass().map(NodeClass::nodeSelector).ifPresent(selector::putAll);
        return selector;
    }

    private List<Toleration> tolerations(PodSpec given) {
        var tolerations = new ArrayList<>(given.getTolerations());
        placement.nodeClass().map(NodeClass::tolerations).ifPresent(tolerations::addAll);
        return tolerations;
    }

    /** The class's or the template's affinity; where it leaves it open, replicas of a shard prefer different hosts. */
    private Affinity affinity(PodSpec given) {
        var chosen = placement
                .nodeClass()
                .map(NodeClass::affinity)
                .or(() -> Optional.ofNullable(given.getAffinity()))
                .orElseGet(Affinity::new);
        if (chosen.getPodAntiAffinity() != null) {
            return chosen;
        }
        return new AffinityBuilder(chosen)
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPodAffinityTerm()
                .withTopologyKey("kubernetes.io/hostname")
                .withLabelSelector(new LabelSelectorBuilder()
                        .withMatchLabels(Labels.selecting(shardSet, placement.shard()))
                        .build())
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .build();
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
