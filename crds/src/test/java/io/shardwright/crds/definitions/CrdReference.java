package io.shardwright.crds.definitions;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reference of the API in Markdown: one table row for each field that has a description. */
final class CrdReference {

    private final StringBuilder out = new StringBuilder();

    private CrdReference() {}

    static String of(Definition... definitions) {
        CrdReference reference = new CrdReference();
        reference.line("# API reference");
        reference.line("");
        reference.line("<!-- Generated from the Java types in crds/. Do not edit: run `" + GeneratedFilesTest.COMMAND
                + "`. -->");
        reference.line("");
        reference.line("Everything here is also in `kubectl explain`. Fields of pods, such as those below "
                + "`spec.template.spec`, are Kubernetes' own.");
        for (Definition definition : definitions) {
            reference.resource(definition);
        }
        return reference.out.toString();
    }

    private void resource(Definition definition) {
        var spec = definition.crd().getSpec();
        for (var version : spec.getVersions()) {
            JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
            line("");
            line("## " + spec.getNames().getKind());
            line("");
            line("`" + spec.getGroup() + "/" + version.getName() + "`, short name `"
                    + String.join(", ", spec.getNames().getShortNames()) + "`. " + schema.getDescription());
            for (var part : schema.getProperties().entrySet()) {
                if (!part.getValue().getProperties().isEmpty()) {
                    part(part.getKey(), part.getValue());
                }
            }
        }
    }

    private void part(String name, JSONSchemaProps schema) {
        line("");
        line("### " + name);
        line("");
        line("| Field | Type | Default | Meaning |");
        line("|---|---|---|---|");
        rows("", schema);
        List<ValidationRule> rules = new ArrayList<>();
        collectRules(schema, rules);
        if (!rules.isEmpty()) {
            line("");
            line("Refused by the API server, besides values out of bounds:");
            line("");
            rules.forEach(rule -> line("- `" + oneLine(rule.getRule()) + "`: " + refusal(rule)));
        }
    }

    private void rows(String prefix, JSONSchemaProps schema) {
        for (Map.Entry<String, JSONSchemaProps> field : schema.getProperties().entrySet()) {
            JSONSchemaProps value = field.getValue();
            if (value.getDescription() == null) {
                continue; // A field of Kubernetes' own types.
            }
            String path = prefix + field.getKey();
            boolean required = schema.getRequired().contains(field.getKey());
            line("| `%s` | %s | %s | %s |"
                    .formatted(
                            path,
                            type(value),
                            required ? "required" : defaultOf(value),
                            value.getDescription().replace("|", "\\|")));
            JSONSchemaProps items = itemsOf(value);
            rows(path + (items == null ? "." : "[]."), items == null ? value : items);
        }
    }

    private static void collectRules(JSONSchemaProps schema, List<ValidationRule> rules) {
        rules.addAll(schema.getXKubernetesValidations());
        schema.getProperties().values().forEach(property -> collectRules(property, rules));
        JSONSchemaProps items = itemsOf(schema);
        if (items != null) {
            collectRules(items, rules);
        }
    }

    private static @Nullable JSONSchemaProps itemsOf(JSONSchemaProps schema) {
        return schema.getItems() == null ? null : schema.getItems().getSchema();
    }

    private static String refusal(ValidationRule rule) {
        return rule.getMessage() != null ? rule.getMessage() : "`" + oneLine(rule.getMessageExpression()) + "`";
    }

    private static String type(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            return schema.getMinimum() == null ? "quantity" : "integer or percentage";
        }
        if (!schema.getEnum().isEmpty()) {
            return String.join(
                    ", ",
                    schema.getEnum().stream().map(e -> "`" + e.asText() + "`").toList());
        }
        String bounds = bounds(schema);
        return bounds.isEmpty() ? schema.getType() : schema.getType() + ", " + bounds;
    }

    private static String bounds(JSONSchemaProps schema) {
        if (schema.getMinimum() != null && schema.getMaximum() != null) {
            return "%.0f to %.0f".formatted(schema.getMinimum(), schema.getMaximum());
        }
        if (schema.getMinimum() != null) {
            return "%.0f or more".formatted(schema.getMinimum());
        }
        return schema.getMaxItems() == null ? "" : "at most " + schema.getMaxItems();
    }

    private static String defaultOf(JSONSchemaProps schema) {
        return schema.getDefault() == null || schema.getDefault().isObject()
                ? ""
                : "`" + schema.getDefault().asText() + "`";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
