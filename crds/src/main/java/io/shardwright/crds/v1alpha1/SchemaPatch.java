package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Adds what the generator's annotations can't say, such as list types, to the schema of one type. Used while the build
 * generates the definitions, and never at run time.
 *
 * <p>The input is a JSON merge patch (RFC 7396) on the schema. The generator's own {@code MergePatchCustomizer} replaces
 * nested objects instead of merging them.
 */
public final class SchemaPatch implements SchemaCustomizer.Customizer {

    /** Called by the generator. */
    public SchemaPatch() {}

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        ObjectNode merged = serialization.convertValue(schema, ObjectNode.class);
        merge(merged, serialization.unmarshal(input, ObjectNode.class));
        return serialization.convertValue(merged, JSONSchemaProps.class);
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (var field : patch.properties()) {
            JsonNode present = target.get(field.getKey());
            if (present instanceof ObjectNode nested && field.getValue() instanceof ObjectNode nestedPatch) {
                merge(nested, nestedPatch);
            } else if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        }
    }
}
