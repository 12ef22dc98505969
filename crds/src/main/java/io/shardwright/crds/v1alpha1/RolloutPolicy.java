package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * How much of a ShardSet planned changes may disturb at once.
 *
 * @param maxUnavailableShards how many shards: a number from 1, or a share of all shards from 1 % to 100 %
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = RolloutPolicy.SCHEMA)
public record RolloutPolicy(@JsonPropertyDescription("""
                Shards that restarts of replicas, changes of members and replacements may disturb at once: a number \
                from 1 to 1000, or a share of all shards such as 10%, rounded up. Default 10%. Shards that lack a replica for \
                another reason count too. Within a shard one replica goes at a time, and only while the others are a \
                majority.""") IntOrString maxUnavailableShards) {

    /** A rule in the API server's expression language would count a text of any length, and cost too much. */
    static final String SCHEMA = """
            {
              "properties": {
                "maxUnavailableShards": {
                  "default": "10%",
                  "minimum": 1,
                  "maximum": 1000,
                  "pattern": "^(100|[1-9][0-9]?)%$"
                }
              }
            }
            """;

    /** Applies the defaults of the API to what was left out. */
    public RolloutPolicy(@Nullable IntOrString maxUnavailableShards) {
        this.maxUnavailableShards = maxUnavailableShards == null ? new IntOrString("10%") : maxUnavailableShards;
    }
}
