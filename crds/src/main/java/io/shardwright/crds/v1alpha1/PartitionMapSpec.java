package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Ownership of all partitions at one epoch.
 *
 * @param shardSetUid identity of the deployment: uid of the first ShardSet of this name, which later ones take over
 * @param epoch rises with every change of ownership, from 1
 * @param partitions how many partitions there are: a power of two, 16 to 65536
 * @param shardCount the size of {@code shards}
 * @param shards what each shard owns, by ascending shard number; every partition is in exactly one
 * @param moved the partitions whose own epoch is above 1, by ascending epoch; all others have epoch 1
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = PartitionMapSpec.SCHEMA)
@ValidationRule(
        value = "self.shardSetUid == oldSelf.shardSetUid",
        fieldPath = ".shardSetUid",
        message = "shardSetUid is immutable, because a map belongs to one ShardSet: delete this map instead")
@ValidationRule(
        value = "self.partitions == oldSelf.partitions",
        fieldPath = ".partitions",
        message = "partitions is immutable, because every key would change its place")
@ValidationRule(value = "self.epoch >= oldSelf.epoch", fieldPath = ".epoch", messageExpression = """
                'epoch never goes back: write %d or more'.format([oldSelf.epoch])""")
@ValidationRule(value = "self.shardCount == self.shards.size()", fieldPath = ".shardCount", messageExpression = """
                'shardCount must be the number of entries in shards: write %d'.format([self.shards.size()])""")
public record PartitionMapSpec(
        @Required @Size(min = 1, max = 64) @JsonPropertyDescription("""
                Identity of the deployment whose map this is: the uid of the ShardSet that created it. A ShardSet that \
                takes over what an earlier one left keeps it.""")
        String shardSetUid,

        @Required
        @Min(1)
        @JsonPropertyDescription("Version of the map. It rises with every change of ownership and never goes back.")
        long epoch,

        @Required @Min(16) @Max(65536) @JsonPropertyDescription("Number of partitions. Partitions are numbered from 0.")
        int partitions,

        @Required
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription("Number of shards, which is the number of entries in shards.")
        int shardCount,

        @Required @Size(max = 1000) @JsonPropertyDescription("What each shard owns, in the order of their numbers.")
        List<ShardOwnership> shards,

        @Size(max = 65536) @JsonPropertyDescription("""
                Partitions whose own epoch is above 1, grouped by it. A partition's own epoch rises when it moves, and \
                only then.""") List<MovedPartitions> moved) {

    static final String SCHEMA = """
            {
              "properties": {
                "shards": {"x-kubernetes-list-type": "atomic"},
                "moved": {"x-kubernetes-list-type": "atomic"}
              }
            }
            """;

    /** Makes absent collections empty. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public PartitionMapSpec {
        shards = shards == null ? List.of() : List.copyOf(shards);
        moved = moved == null ? List.of() : List.copyOf(moved);
    }

    /** A map whose {@code shardCount} is the size of {@code shards}. */
    public static PartitionMapSpec of(
            String shardSetUid, long epoch, int partitions, List<ShardOwnership> shards, List<MovedPartitions> moved) {
        return new PartitionMapSpec(shardSetUid, epoch, partitions, shards.size(), shards, moved);
    }
}
