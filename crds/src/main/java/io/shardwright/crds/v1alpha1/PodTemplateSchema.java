package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Map;

/** The schema of {@link ShardSetSpec#template()}: a pod template whose metadata is labels and annotations only. */
@SchemaCustomizer(value = SchemaPatch.class, input = PodTemplateSchema.SCHEMA)
@ValidationRule(
        value = "self.spec.containers.filter(c, c.name == 'app').size() == 1",
        fieldPath = ".spec.containers",
        message = "template.spec.containers needs exactly one container named app, which is the application: "
                + "name it app")
record PodTemplateSchema(
        @JsonPropertyDescription("Labels and annotations of the pods.")
        Metadata metadata,

        @Required @JsonPropertyDescription("Specification of the pods. See `kubectl explain pod.spec`.")
        PodSpec spec) {

    static final String SCHEMA = """
            {
              "properties": {
                "spec": {
                  "required": ["containers"],
                  "properties": {
                    "containers": {"maxItems": 16, "items": {"required": ["name"], "properties": {"name": {"maxLength": 63}}}}
                  }
                }
              }
            }
            """;

    /** Metadata that a user may give to pods. */
    record Metadata(
            @JsonPropertyDescription("Labels of the pods, besides those of the operator.")
            Map<String, String> labels,

            @JsonPropertyDescription("Annotations of the pods, besides those of the operator.")
            Map<String, String> annotations) {}
}
