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
 * A plan of which shard is to own which partition, and how far it is carried out.
 *
 * <p>The operator makes one when a ShardSet's shards or weights ask for another ownership than there is. Users approve,
 * pause and abort it by its specification. It goes with its ShardSet.
 */
@Group(ShardSet.GROUP)
@Version(ShardSet.VERSION)
@ShortNames("rb")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Moves", jsonPath = ".status.moves", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Bytes", jsonPath = ".status.bytes", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "ETA", jsonPath = ".status.eta", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "ShardSet",
        jsonPath = ".spec.shardSet",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Hash",
        jsonPath = ".status.planHash",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@SchemaCustomizer(value = SchemaPatch.class, input = Rebalance.SCHEMA)
@SuppressWarnings("serial") // Kubernetes resources travel as JSON; Java serialization is never used.
public class Rebalance extends CustomResource<RebalanceSpec, RebalanceStatus> implements Namespaced {

    static final String SCHEMA = """
            {
              "description": "A plan of which shard is to own which partition, and how far it is carried out. The operator \
            makes it when shards or weights of a ShardSet ask for another ownership than there is; users approve, pause and \
            abort it.",
              "required": ["spec"],
              "properties": {
                "spec": {"description": "The plan, and what users decide of it."},
                "status": {"description": "How far it is carried out."}
              }
            }
            """;

    @Override
    protected @Nullable RebalanceSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable RebalanceStatus initStatus() {
        return null;
    }
}
