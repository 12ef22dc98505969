package io.shardwright.contract;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code openapi.yaml} says, in the terms of {@link JavaContract}. */
record ContractDocument(JsonNode root) {
    private static final String SCHEMAS = "#/components/schemas/";

    static ContractDocument read() throws IOException {
        return new ContractDocument(
                new YAMLMapper().readTree(Path.of("openapi.yaml").toFile()));
    }

    /** Every field of every object, in the form of {@link JavaContract#components()}. */
    TreeSet<String> fields() {
        var fields = new TreeSet<String>();
        schemas().forEach((name, schema) -> {
            var required = new TreeSet<>(strings(schema.path("required")));
            schema.path("properties").properties().forEach(field -> {
                String type = type(field.getValue());
                boolean optional = !required.remove(field.getKey());
                fields.add(name + "." + field.getKey() + ": " + type + (optional ? ", optional" : ""));
            });
            required.forEach(field -> fields.add(name + "." + field + ": required, but there is none"));
        });
        return fields;
    }

    private String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().substring(SCHEMAS.length());
            JsonNode target = Objects.requireNonNull(schemas().get(name), name);
            return target.has("properties") || target.has("enum") ? name : type(target);
        }
        if (schema.has("oneOf")) {
            return nullable(
                    Stream.of(schema.path("oneOf").get(0), schema.path("oneOf").get(1))
                            .map(this::type)
                            .toList());
        }
        return schema.path("type").isArray()
                ? nullable(strings(schema.path("type")).stream()
                        .map(type -> type.equals("null") ? type : formatted(type, schema))
                        .toList())
                : switch (schema.path("type").asText()) {
                    case "array" -> "array of " + type(schema.path("items"));
                    case String type -> formatted(type, schema);
                };
    }

    private static String formatted(String type, JsonNode schema) {
        return schema.has("format") ? type + " " + schema.path("format").asText() : type;
    }

    private static String nullable(List<String> types) {
        return types.size() == 2 && types.get(1).equals("null") ? types.getFirst() + " or null" : types.toString();
    }

    /** The constants of each enumeration, in their order. */
    TreeMap<String, List<String>> enumerations() {
        var enumerations = new TreeMap<String, List<String>>();
        schemas().forEach((name, schema) -> {
            if (schema.has("enum")) {
                enumerations.put(name, strings(schema.path("enum")));
            }
        });
        return enumerations;
    }

    /** The constants that an enumeration's description explains, in their order. */
    TreeMap<String, List<String>> explanations() {
        var explanations = new TreeMap<String, List<String>>();
        schemas().forEach((name, schema) -> {
            if (schema.has("enum")) {
                explanations.put(
                        name,
                        found("(?m)^- `(\\w+)`: ", schema.path("description").asText()));
            }
        });
        return explanations;
    }

    /** Names of schemas that are neither an object nor an enumeration. */
    TreeSet<String> texts() {
        return schemas().entrySet().stream()
                .filter(schema -> !schema.getValue().has("properties")
                        && !schema.getValue().has("enum"))
                .map(Map.Entry::getKey)
                .collect(toCollection(TreeSet::new));
    }

    /** The names that both sides must agree on, in the form of {@link JavaContract#names()}. */
    TreeSet<String> names() {
        var names = new TreeSet<String>();
        names.add("version " + root.path("info").path("version").asText());
        paths().forEach(path -> names.add("path " + path.replaceFirst("/\\{.*", "")));
        queryParameters().forEach(parameter -> names.add("parameter " + parameter));
        tableOf("Ports").forEach(port -> names.add("port " + port));
        tableOf("Environment").forEach(variable -> names.add("environment variable " + variable));
        tableOf("Headers").forEach(header -> names.add("header " + header));
        return names;
    }

    private TreeSet<String> paths() {
        var paths = new TreeSet<String>();
        root.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    private TreeSet<String> queryParameters() {
        return root.path("paths").findValues("parameters").stream()
                .flatMap(parameters -> parameters.valueStream())
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .collect(toCollection(TreeSet::new));
    }

    /** First column of the table in a section of the description. */
    private TreeSet<String> tableOf(String section) {
        String from = description().split("(?m)^## " + section + "$", 2)[1];
        return new TreeSet<>(found("(?m)^\\| `([^`]+)` \\|", from.split("(?m)^## ", 2)[0]));
    }

    String description() {
        return root.path("info").path("description").asText();
    }

    /** Places of fields and schemas that have no description. */
    List<String> undescribed() {
        var places = new ArrayList<String>();
        schemas().forEach((name, schema) -> {
            if (!schema.has("description")) {
                places.add(name);
            }
            schema.path("properties").properties().stream()
                    .filter(field -> !field.getValue().has("description"))
                    .forEach(field -> places.add(name + "." + field.getKey()));
        });
        return places;
    }

    Pattern pattern(String schema, String... field) {
        JsonNode node = Objects.requireNonNull(schemas().get(schema), schema);
        for (String name : field) {
            node = node.path("properties").path(name);
        }
        return Pattern.compile(node.path("pattern").asText());
    }

    private TreeMap<String, JsonNode> schemas() {
        var schemas = new TreeMap<String, JsonNode>();
        root.path("components").path("schemas").properties().forEach(s -> schemas.put(s.getKey(), s.getValue()));
        return schemas;
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }
}
