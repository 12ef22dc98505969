package io.shardwright.cli.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the definition of a resource says of one value: the part of OpenAPI v3 that Kubernetes takes.
 *
 * @param node the fields of the schema as they stand in the definition
 */
public record Schema(Map<String, @Nullable Object> node) {

    /**
     * A rule in the Common Expression Language.
     *
     * @param fieldPath where the problem is, below the value that the rule is about; empty for that value
     * @param message what is said when it isn't met; null where {@code messageExpression} computes it
     */
    public record Rule(
            String rule,
            String fieldPath,
            @Nullable String message,
            @Nullable String messageExpression) {

        /** Whether the rule compares with the value before an edit. */
        public boolean comparesWithOld() {
            return rule.contains("oldSelf");
        }
    }

    /** {@code object}, {@code array}, {@code string}, {@code integer}, {@code number}, {@code boolean}, or nothing. */
    String type() {
        return text("type").orElse("");
    }

    boolean isIntOrString() {
        return Boolean.TRUE.equals(node.get("x-kubernetes-int-or-string"));
    }

    boolean preservesUnknown() {
        return Boolean.TRUE.equals(node.get("x-kubernetes-preserve-unknown-fields"));
    }

    boolean isNullable() {
        return Boolean.TRUE.equals(node.get("nullable"));
    }

    Set<String> propertyNames() {
        return map("properties").keySet();
    }

    Optional<Schema> property(String name) {
        return child(map("properties").get(name)).or(() -> child(node.get("additionalProperties")));
    }

    boolean hasProperties() {
        return node.containsKey("properties") || node.containsKey("additionalProperties");
    }

    Optional<Schema> items() {
        return child(node.get("items"));
    }

    List<String> required() {
        return texts("required");
    }

    List<String> mapKeys() {
        return texts("x-kubernetes-list-map-keys");
    }

    boolean isSet() {
        return text("x-kubernetes-list-type").filter("set"::equals).isPresent();
    }

    List<String> values() {
        return texts("enum");
    }

    Optional<String> pattern() {
        return text("pattern");
    }

    OptionalDouble number(String name) {
        return node.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    boolean hasDefault() {
        return node.containsKey("default");
    }

    @Nullable
    Object defaultValue() {
        return node.get("default");
    }

    /** The rules about this value. */
    public List<Rule> rules() {
        return list("x-kubernetes-validations").stream()
                .flatMap(rule -> rule instanceof Map<?, ?> map ? Stream.of(rule(map)) : Stream.empty())
                .toList();
    }

    private static Rule rule(Map<?, ?> map) {
        return new Rule(
                (String) map.get("rule") instanceof String rule ? rule : "false",
                map.get("fieldPath") instanceof String path ? path : "",
                map.get("message") instanceof String message ? message : null,
                map.get("messageExpression") instanceof String expression ? expression : null);
    }

    @SuppressWarnings("unchecked") // Names of fields are text.
    private static Optional<Schema> child(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                ? Optional.of(new Schema((Map<String, @Nullable Object>) map))
                : Optional.empty();
    }

    private Map<String, @Nullable Object> map(String name) {
        return child(node.get(name)).map(Schema::node).orElse(Map.of());
    }

    private List<?> list(String name) {
        return node.get(name) instanceof List<?> list ? list : List.of();
    }

    private List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    private Optional<String> text(String name) {
        return node.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
