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
        value = "self.spec.containers.exists(c, c.name == 'app')",
        fieldPath = ".spec.containers",
        message = "template.spec.containers needs exactly one container named app, which is the application: "
                + "name it app")
@ValidationRule(
        value = "self.spec.containers.all(c, c.name != 'app' || has(c.image))",
        fieldPath = ".spec.containers",
        message = "the container app needs an image: set template.spec.containers[app].image")
@ValidationRule(
        value = "!has(self.spec.restartPolicy) || self.spec.restartPolicy == 'Always'",
        fieldPath = ".spec.restartPolicy",
        message = "the restartPolicy of a shard is Always: remove restartPolicy from the template")
@ValidationRule(
        value = "!has(self.spec.volumes) || !self.spec.volumes.exists(v, v.name == 'data')",
        fieldPath = ".spec.volumes",
        message = "the volume data is the operator's own: give the volume of the template another name")
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
                    "containers": {
                      "maxItems": 16,
                      "x-kubernetes-list-type": "map",
                      "x-kubernetes-list-map-keys": ["name"],
                      "items": {"required": ["name"], "properties": {"name": {"maxLength": 63}}}
                    },
                    "volumes": {
                      "maxItems": 64,
                      "x-kubernetes-list-type": "map",
                      "x-kubernetes-list-map-keys": ["name"],
                      "items": {"required": ["name"], "properties": {"name": {"maxLength": 63}}}
                    }
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
