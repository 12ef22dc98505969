package io.shardwright.resolver;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.crds.v1alpha1.ClassStorage;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ShardId;
import java.util.Optional;

/**
 * A shard and the kind of hardware it runs on.
 *
 * @param nodeClass empty where the ShardSet declares no class
 */
public record ShardPlacement(ShardId shard, Optional<NodeClass> nodeClass) {

    /** The volume of each of the shard's replicas: its class's fields, else those of {@code spec.storage}. */
    public Volume volume(ShardSetSpec spec) {
        return volume(spec, nodeClass);
    }

    /** The volume of each replica of a class's shards. */
    public static Volume volume(ShardSetSpec spec, Optional<NodeClass> nodeClass) {
        var own = nodeClass.map(NodeClass::storage);
        return new Volume(
                own.map(ClassStorage::size).orElse(spec.storage().size()),
                own.map(ClassStorage::storageClassName)
                        .or(() -> Optional.ofNullable(spec.storage().storageClassName())));
    }

    /**
     * The volume of a replica.
     *
     * @param storageClass empty for the cluster's default
     */
    public record Volume(Quantity size, Optional<String> storageClass) {
        /** Its size in bytes, rounded down. */
        public long bytes() {
            return size.getNumericalAmount().longValue();
        }
    }
}
