package io.shardwright.controller.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.Map;
import java.util.TreeMap;

/** The labels of everything that the operator makes, and the selectors built from them. */
public final class Labels {
    public static final String NAME = "app.kubernetes.io/name";
    public static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String COMPONENT = "app.kubernetes.io/component";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String MANAGER = "shardwright";

    /** Name of the ShardSet. */
    public static final String SHARD_SET = "shardwright.io/shardset";
    /** Identity of the deployment: uid of the first ShardSet of this name; on volumes, which outlive it. */
    public static final String SHARD_SET_UID = "shardwright.io/shardset-uid";
    /** Ordinal of the shard. */
    public static final String SHARD = "shardwright.io/shard";
    /** Name of the shard's node class; absent where no class is declared. */
    public static final String CLASS = "shardwright.io/class";

    /** Selects everything that the operator makes. */
    public static final String MANAGED_SELECTOR = MANAGED_BY + "=" + MANAGER;

    static final String SHARD_COMPONENT = "shard";
    static final String ROUTER_COMPONENT = "router";

    private Labels() {}

    /** Labels of an object of a ShardSet. */
    static Map<String, String> of(ShardSet shardSet, String component) {
        var labels = new TreeMap<String, String>();
        labels.put(NAME, "shardset");
        labels.put(INSTANCE, shardSet.getMetadata().getName());
        labels.put(COMPONENT, component);
        labels.put(MANAGED_BY, MANAGER);
        labels.put(SHARD_SET, shardSet.getMetadata().getName());
        return labels;
    }

    /** Labels of an object of a shard. */
    static Map<String, String> of(ShardSet shardSet, ShardPlacement placement) {
        var labels = of(shardSet, SHARD_COMPONENT);
        labels.put(SHARD, placement.shard().toString());
        placement.nodeClass().ifPresent(nodeClass -> labels.put(CLASS, nodeClass.name()));
        return labels;
    }

    /** Labels that select the pods of a shard. They never change: a StatefulSet's selector is immutable. */
    static Map<String, String> selecting(ShardSet shardSet, ShardId shard) {
        return new TreeMap<>(Map.of(
                SHARD_SET, shardSet.getMetadata().getName(), COMPONENT, SHARD_COMPONENT, SHARD, shard.toString()));
    }

    /** Labels that select the pods of the router. */
    static Map<String, String> selectingRouter(ShardSet shardSet) {
        return new TreeMap<>(Map.of(SHARD_SET, shardSet.getMetadata().getName(), COMPONENT, ROUTER_COMPONENT));
    }

    /** Whether an object is a ShardSet's router, by its labels. */
    public static boolean isRouterOf(ShardSet shardSet, HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        return labels != null
                && labels.entrySet().containsAll(selectingRouter(shardSet).entrySet());
    }

    /** Selects one pod of each shard, so that an autoscaler counts shards. */
    public static String onePodPerShard(String shardSet) {
        return SHARD_SET + "=" + shardSet + "," + COMPONENT + "=" + SHARD_COMPONENT + ",apps.kubernetes.io/pod-index=0";
    }
}
