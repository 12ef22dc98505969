package io.shardwright.sample.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Judges calls and their answers by the contract's OpenAPI document, and remembers which it has seen. */
final class DocumentedCalls {
    private static final Path DOCUMENT = Path.of("../../operator/contract/openapi.yaml");
    /** Where references to schemas point; a validator of plain JSON Schema knows such a place as {@code $defs}. */
    private static final String SCHEMAS = "#/components/schemas/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode document;
    private final Set<String> seen = new TreeSet<>();

    DocumentedCalls() throws IOException {
        document = new YAMLMapper().readTree(Files.readString(DOCUMENT).replace(SCHEMAS, "#/$defs/"));
        // A reader ignores fields that it doesn't know; what is sent here today must be known.
        for (JsonNode schema : document.at("/components/schemas")) {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
    }

    /** A request body that the document has to allow. */
    void checkRequest(String method, String path, String body) throws IOException {
        checkJson(operation(method, path).at("/requestBody/content/application~1json"), body, method + " " + path);
    }

    /** An answer whose status, type and content the document has to describe. */
    void checkAnswer(String method, String path, HttpResponse<byte[]> answer) throws IOException {
        String call = method + " " + path + " " + answer.statusCode();
        JsonNode described =
                resolved(operation(method, path).path("responses").path(Integer.toString(answer.statusCode())));
        assertThat(described.isMissingNode())
                .as("%s isn't described: %s", call, TestShards.text(answer))
                .isFalse();
        String type = TestShards.header(answer, "Content-Type").replaceFirst(";.*", "");
        JsonNode content = described.path("content").path(type);
        assertThat(content.isMissingNode())
                .as("%s isn't described with %s", call, type)
                .isFalse();
        if (type.equals("application/json")) {
            checkJson(content, TestShards.text(answer), call);
        }
        described
                .path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(answer.headers().firstValue(header))
                        .as("%s, header %s", call, header)
                        .isPresent());
        seen.add(call);
    }

    /** The answers that the document describes and nobody has seen. */
    Set<String> unseen() {
        var unseen = new TreeSet<String>();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                String call = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " ";
                operation.getValue().path("responses").fieldNames().forEachRemaining(s -> unseen.add(call + s));
            }
        }
        unseen.removeAll(seen);
        return unseen;
    }

    private JsonNode operation(String method, String path) {
        JsonNode operation = document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        assertThat(operation.isMissingNode())
                .as("%s %s isn't described", method, path)
                .isFalse();
        return operation;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private void checkJson(JsonNode content, String json, String call) throws IOException {
        assertThat(content.path("schema").isObject())
                .as("%s has a schema", call)
                .isTrue();
        ObjectNode schema = content.path("schema").deepCopy();
        schema.set("$defs", document.at("/components/schemas"));
        assertThat(schemas.getSchema(schema).validate(JSON.readTree(json)))
                .as("%s: %s", call, json)
                .isEmpty();
    }
}
