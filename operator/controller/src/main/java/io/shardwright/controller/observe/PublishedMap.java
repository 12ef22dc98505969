package io.shardwright.controller.observe;

import io.shardwright.crds.v1alpha1.PartitionMapSpec;
import io.shardwright.crds.v1alpha1.ShardOwnership;
import io.shardwright.planner.ShardId;
import java.time.Instant;
import java.util.Optional;

/**
 * The PartitionMap as it is in the cluster.
 *
 * @param spec what it says
 * @param publishedAt when it was last written
 * @param resourceVersion what a write compares and swaps
 * @param retained whether it outlives the ShardSet
 */
public record PublishedMap(PartitionMapSpec spec, Instant publishedAt, String resourceVersion, boolean retained) {

    /** One that outlives the ShardSet. */
    public PublishedMap(PartitionMapSpec spec, Instant publishedAt, String resourceVersion) {
        this(spec, publishedAt, resourceVersion, true);
    }

    /** The entry of a shard. */
    public Optional<ShardOwnership> entry(ShardId shard) {
        return spec.shards().stream()
                .filter(entry -> entry.shard() == shard.ordinal())
                .findFirst();
    }
}
