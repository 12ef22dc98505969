package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * The volume of every replica whose class doesn't say otherwise.
 *
 * @param storageClassName null means the cluster's default storage class
 * @param retention what becomes of the volumes when the ShardSet is deleted
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = ClassStorage.SCHEMA)
@ValidationRule(
        value = """
                has(self.storageClassName) == has(oldSelf.storageClassName) \
                && (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)""",
        fieldPath = ".storageClassName",
        message = "storageClassName is immutable, because a volume can not change its class: put it back as it was, "
                + "or create a new ShardSet")
public record Storage(
        @Default("1Gi") @JsonPropertyDescription("""
                Size of the volume, such as 10Gi. Default 1Gi. It can be raised where the storage class has \
                allowVolumeExpansion: volumes grow in place, and no pod is restarted for it. Elsewhere, and lower, it is \
                refused by the condition Stalled, with the reason, and nothing is changed.""") Quantity size,

        @Size(min = 1, max = 253) @JsonPropertyDescription("""
                StorageClass of the volume. Left out, the cluster's default class is used. Immutable, as is whether \
                it is there.""") @Nullable
        String storageClassName,

        @Default("Retain") @JsonPropertyDescription("""
                What becomes of the data when the ShardSet is deleted. Retain, the default: volume claims and \
                PartitionMap stay, and a ShardSet of the same name takes them over with all data. Delete: they are \
                deleted too. An edit counts once status.observedGeneration shows it.""") Retention retention) {

    /** Applies the defaults of the API to what was left out. */
    public Storage(@Nullable Quantity size, @Nullable String storageClassName, @Nullable Retention retention) {
        this.size = size == null ? new Quantity("1Gi") : size;
        this.storageClassName = storageClassName;
        this.retention = retention == null ? Retention.Retain : retention;
    }
}
