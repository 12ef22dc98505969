package io.shardwright.controller.render;

import io.shardwright.crds.v1alpha1.PartitionMap;
import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The PartitionMap of a ShardSet, and what is kept on it besides the map. */
public final class MapObject {
    /** Annotation: when the map was last written, so that a shard isn't removed before routers could follow. */
    public static final String PUBLISHED_AT = "shardwright.io/published-at";

    private MapObject() {}

    /**
     * The object.
     *
     * @param resourceVersion the version to replace; empty to create it
     */
    public static PartitionMap of(
            ShardSet shardSet, PartitionMapSpec spec, Instant publishedAt, Optional<String> resourceVersion) {
        var map = new PartitionMap();
        String name = shardSet.getMetadata().getName();
        var labels = Labels.of(shardSet, Labels.ROUTER_COMPONENT);
        var metadata = switch (shardSet.getSpec().storage().retention()) {
            case Retain -> Metadata.retained(shardSet, name, labels);
            case Delete -> Metadata.owned(shardSet, name, labels);
        };
        metadata.setAnnotations(Map.of(PUBLISHED_AT, publishedAt.toString()));
        resourceVersion.ifPresent(metadata::setResourceVersion);
        map.setMetadata(metadata);
        map.setSpec(spec);
        return map;
    }
}
