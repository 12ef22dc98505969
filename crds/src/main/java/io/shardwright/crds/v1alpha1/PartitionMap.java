package io.shardwright.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * The published view of which shard owns which partition of the ShardSet of the same name.
 *
 * <p>The truth is in the shards' own replicated state; this is what routers follow. Only the operator writes it, each
 * time by compare-and-swap on the resource version.
 */
@Group(ShardSet.GROUP)
@Version(ShardSet.VERSION)
@ShortNames("pmap")
@AdditionalPrinterColumn(name = "Epoch", jsonPath = ".spec.epoch", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Partitions",
        jsonPath = ".spec.partitions",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Shards", jsonPath = ".spec.shardCount", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@SchemaCustomizer(value = SchemaPatch.class, input = PartitionMap.SCHEMA)
@SuppressWarnings("serial") // Kubernetes resources travel as JSON; Java serialization is never used.
public class PartitionMap extends CustomResource<PartitionMapSpec, Void> implements Namespaced {

    static final String SCHEMA = """
            {
              "description": "Which shard owns which partition of the ShardSet of the same name, as published to the \
            routers. The operator writes it, and writes it again from the shards' own state if it is lost.",
              "required": ["spec"],
              "properties": {
                "spec": {"description": "Ownership of all partitions at one epoch."},
                "status": null
              }
            }
            """;

    @Override
    protected @Nullable PartitionMapSpec initSpec() {
        return null;
    }
}
