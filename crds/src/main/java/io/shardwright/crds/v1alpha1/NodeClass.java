package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of hardware that some of the shards run on.
 *
 * @param shards how many shards run on it; null in at most one class, which takes the rest
 * @param weight relative capacity of one shard of this class, 0 to 1000; null in all classes or in none: then by the size of its volumes
 * @param affinity replaces the template's affinity; null leaves it
 * @param resources replaces the resources of the container {@code app}; null leaves them
 * @param storage replaces {@link ShardSetSpec#storage()} field by field; null leaves it
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = NodeClass.SCHEMA)
@ValidationRule(
        value = "has(self.storage) == has(oldSelf.storage)",
        message = "storage of a node class can not be added or removed later: put it back as it was, "
                + "or add a class of another name")
public record NodeClass(
        @Required @Size(min = 1, max = 63) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") @JsonPropertyDescription("""
                Name of the class, unique in the ShardSet: at most 63 lower-case letters, digits and dashes. Pods \
                carry it as the label shardwright.io/class.""")
        String name,

        @Min(0) @Max(1000) @JsonPropertyDescription("""
                Number of shards of this class, 0 to 1000. At most one class may leave it out, and it takes the shards \
                that the others leave. If every class has a count, they must add up to spec.shards. A shard keeps its \
                class as long as the counts allow.""") @Nullable
        Integer shards,

        @Min(0) @Max(1000) @JsonPropertyDescription("""
                Relative capacity of one shard of this class, 0 to 1000: a shard of weight 400 owns four times as many \
                partitions as one of weight 100. 0 moves all partitions off the shards of this class. Set it on every \
                class or on none; on none, each class weighs what its volumes hold: 100 for the class with the \
                smallest, 400 for one with four times as much.""") @Nullable
        Integer weight,

        @JsonPropertyDescription("""
                Labels that a node must have to run pods of this class. Added to the template's nodeSelector; the \
                class wins where both name a label.""") Map<String, String> nodeSelector,

        @Size(max = 32) @JsonPropertyDescription("""
                Taints of nodes that pods of this class tolerate, at most 32. Added to the template's tolerations. \
                See `kubectl explain pod.spec.tolerations`.""") List<Toleration> tolerations,

        @JsonPropertyDescription("""
                Affinity of pods of this class. Replaces the template's affinity. See \
                `kubectl explain pod.spec.affinity`.""") @Nullable Affinity affinity,

        @JsonPropertyDescription("""
                Compute resources of the container `app` of this class. Replaces the resources in the template.""") @Nullable Resources resources,

        @JsonPropertyDescription("""
                Volume of each replica of this class. A field that is left out is taken from spec.storage. Whether it \
                is there is immutable.""") @Nullable ClassStorage storage) {

    static final String SCHEMA = """
            {"properties": {"tolerations": {"x-kubernetes-list-type": "atomic"}}}
            """;

    /** Makes absent collections empty, and maps sorted. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public NodeClass {
        nodeSelector = ShardSetSpec.sortedCopy(nodeSelector);
        tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    }
}
