package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What one shard owns.
 *
 * @param shard its number, 0 to 999
 * @param ranges its partitions, ascending: {@code 0-127,512}; empty when it owns none
 * @param group the peer ids that its replicas were bootstrapped with, once and on record; empty until then
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = ShardOwnership.SCHEMA)
public record ShardOwnership(
        @Required @Min(0) @Max(999) @JsonPropertyDescription("Number of the shard.")
        int shard,

        @Required
        @Pattern(RANGES)
        @JsonPropertyDescription("Partitions that the shard owns, such as 0-127,512. Empty when it owns none.")
        String ranges,

        @Size(max = 7) @JsonPropertyDescription("""
                Peer ids that the shard's replicas were bootstrapped with. Absent until then; never changed after, so \
                that a shard is bootstrapped once.""") List<String> group) {

    /** Numbers and ranges of them, separated by commas. */
    static final String RANGES = "^([0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*)?$";

    static final String SCHEMA = """
            {"properties": {"group": {"x-kubernetes-list-type": "atomic", "items": {"maxLength": 64}}}}
            """;

    /** Makes an absent group empty. */
    @SuppressWarnings("NullAway") // Jackson passes null for what a document leaves out.
    public ShardOwnership {
        group = group == null ? List.of() : List.copyOf(group);
    }
}
