package io.shardwright.crds.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A sharded deployment of one application: its keys are hashed to partitions, each partition is owned by one shard, and
 * each shard is a replicated group of pods.
 */
@Group(ShardSet.GROUP)
@Version(ShardSet.VERSION)
@ShortNames("shs")
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Shards", jsonPath = ".status.shards", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Balance",
        jsonPath = ".status.balance.maxOverFair",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Epoch", jsonPath = ".status.epoch", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Availability",
        jsonPath = ".status.availability.write",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Axis",
        jsonPath = ".spec.growthAxis",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Consistency",
        jsonPath = ".spec.consistency",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Progress",
        jsonPath = ".status.progress",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@ValidationRule(
        value = "self.metadata.name.size() <= 40 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message =
                "metadata.name: the name of a ShardSet becomes part of pod, service and label names: use at most 40 lower-case "
                        + "letters, digits and dashes, starting with a letter and not ending with a dash")
@SchemaCustomizer(value = SchemaPatch.class, input = ShardSet.SCHEMA)
@SuppressWarnings("serial") // Kubernetes resources travel as JSON; Java serialization is never used.
public class ShardSet extends CustomResource<ShardSetSpec, ShardSetStatus> implements Namespaced {

    /** The API group of every Shardwright resource. */
    public static final String GROUP = "shardwright.io";

    /** The API version of this package. */
    public static final String VERSION = "v1alpha1";

    static final String SCHEMA = """
            {
              "description": "A sharded deployment of one application: keys are hashed to partitions, each partition is \
            owned by one shard, and each shard is a replicated group of pods with a volume each.",
              "required": ["spec"],
              "properties": {
                "spec": {"description": "What is asked for. Only users and autoscalers write it."},
                "status": {"description": "What the operator observed, and how far it has come."}
              }
            }
            """;

    @Override
    protected @Nullable ShardSetSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ShardSetStatus initStatus() {
        return null;
    }
}
