package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The routers of a ShardSet.
 *
 * @param replicas how many router pods there are, 1 to 20
 * @param key where the router finds the shard key in a request
 * @param resources of the proxy's container; null means the operator's own
 */
@ApiType
@SchemaCustomizer(value = SchemaPatch.class, input = Router.SCHEMA)
@ValidationRule( // The API server also tries rules on the default, which is empty.
        value = "has(self.key) == has(oldSelf.key) && (!has(self.key) || self.key == oldSelf.key)",
        fieldPath = ".key",
        message = "changing the place of the key is not supported yet, because routers and shards would disagree about "
                + "it meanwhile: put key back as it was, or create a new ShardSet")
public record Router(
        @Default("2") @Min(1) @Max(20) @JsonPropertyDescription("Number of router pods, 1 to 20. Default 2.")
        Integer replicas,

        @JsonPropertyDescription("""
                Where the router finds the shard key in a request. A request without a key is answered with 400. \
                Changing it is not supported yet.""") RouterKey key,

        @JsonPropertyDescription("""
                Compute resources of the proxy's container in each router pod. Left out, it requests 50m of CPU and \
                64Mi of memory and has no limits.""") @Nullable Resources resources) {

    static final String SCHEMA = """
            {"properties": {"key": {"default": {}}}}
            """;

    /** Applies the defaults of the API to what was left out. */
    public Router(@Nullable Integer replicas, @Nullable RouterKey key, @Nullable Resources resources) {
        this.replicas = ShardSetSpec.orElse(replicas, 2);
        this.key = key == null ? new RouterKey(null, null, null) : key;
        this.resources = resources;
    }
}
