package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * The volume of every replica of one node class.
 *
 * @param size null means that of {@link ShardSetSpec#storage()}
 * @param storageClassName null means that of {@link ShardSetSpec#storage()}
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = ClassStorage.SCHEMA)
@ValidationRule(
        value = """
                has(self.storageClassName) == has(oldSelf.storageClassName) \
                && (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)""",
        fieldPath = ".storageClassName",
        message = "storageClassName of a node class is immutable, because a volume can not change its class: "
                + "put it back as it was, or add a class of another name")
public record ClassStorage(
        @JsonPropertyDescription("""
                Size of the volume, such as 40Gi. Left out, it is that of spec.storage. It can be raised as that of \
                spec.storage can.""") @Nullable Quantity size,

        @Size(min = 1, max = 253) @JsonPropertyDescription("""
                StorageClass of the volume. Left out, it is that of spec.storage. Immutable, as is whether it is \
                there.""") @Nullable
        String storageClassName) {

    /** A positive quantity: a decimal number without sign, and a suffix. */
    static final String SCHEMA = """
            {
              "properties": {
                "size": {"pattern": "^([1-9][0-9]*(\\\\.[0-9]+)?|0\\\\.[0-9]*[1-9][0-9]*)(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$"}
              }
            }
            """;
}
