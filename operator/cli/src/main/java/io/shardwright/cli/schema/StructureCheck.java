package io.shardwright.cli.schema;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.input.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/** Checks a value against a schema: fields, types, bounds, patterns, keys of lists. */
final class StructureCheck {
    private static final int NAMES_SHOWN = 12;

    private final List<Problem> problems = new ArrayList<>();

    private StructureCheck() {}

    static List<Problem> check(Schema schema, Value value, String path) {
        var check = new StructureCheck();
        check.value(schema, value, path);
        return check.problems;
    }

    private void problem(Position at, String path, String what) {
        problems.add(new Problem(at, path, what));
    }

    private void value(Schema schema, Value value, String path) {
        switch (value) {
            case Mapping mapping when expects(schema, "object") -> mapping(schema, mapping, path);
            case Sequence sequence when expects(schema, "array") -> sequence(schema, sequence, path);
            case Scalar scalar when isScalar(schema) -> scalar(schema, scalar, path);
            default -> problem(value.at(), path, "is " + value.describe() + ", and must be " + expected(schema));
        }
    }

    private static boolean expects(Schema schema, String type) {
        return schema.type().equals(type) || (schema.type().isEmpty() && !schema.isIntOrString());
    }

    private static boolean isScalar(Schema schema) {
        return !schema.type().equals("object") && !schema.type().equals("array");
    }

    private static String expected(Schema schema) {
        if (schema.isIntOrString()) {
            return "a whole number or text";
        }
        return switch (schema.type()) {
            case "object" -> "a mapping of fields";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "text (put it in quotes)";
        };
    }

    private void mapping(Schema schema, Mapping mapping, String path) {
        mapping.entries().forEach((name, entry) -> {
            String below = path.isEmpty() ? name : path + "." + name;
            var property = schema.property(name);
            if (isNull(entry.value()) && property.filter(Schema::isNullable).isEmpty()) {
                required(schema, mapping, name, below);
            } else if (property.isPresent()) {
                value(property.get(), entry.value(), below);
            } else if (schema.hasProperties() && !schema.preservesUnknown()) {
                problem(entry.key(), below, "is no known field: " + advice(name, schema));
            }
        });
        for (String name : schema.required()) {
            if (!mapping.entries().containsKey(name)) {
                required(schema, mapping, name, path.isEmpty() ? name : path + "." + name);
            }
        }
    }

    private void required(Schema schema, Mapping mapping, String name, String path) {
        if (schema.required().contains(name)) {
            problem(mapping.at(), path, "is missing: it is required");
        }
    }

    private static boolean isNull(Value value) {
        return value instanceof Scalar scalar && scalar.value() == null;
    }

    private static String advice(String name, Schema schema) {
        var known = schema.propertyNames();
        return NearestName.of(name, known)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElseGet(() -> known.isEmpty()
                        ? "remove it"
                        : "remove it; there are "
                                + String.join(
                                        ", ", known.stream().limit(NAMES_SHOWN).toList())
                                + (known.size() > NAMES_SHOWN ? ", ..." : ""));
    }

    private void sequence(Schema schema, Sequence sequence, String path) {
        int size = sequence.items().size();
        schema.number("maxItems").ifPresent(max -> {
            if (size > max) {
                problem(sequence.at(), path, "has " + size + " entries, and may have at most " + (long) max);
            }
        });
        schema.number("minItems").ifPresent(min -> {
            if (size < min) {
                problem(sequence.at(), path, "has " + size + " entries, and needs at least " + (long) min);
            }
        });
        schema.items().ifPresent(items -> {
            for (int i = 0; i < size; i++) {
                value(items, sequence.items().get(i), path + "[" + i + "]");
            }
        });
        keys(schema, sequence, path);
    }

    private void keys(Schema schema, Sequence sequence, String path) {
        var keys = schema.mapKeys();
        if (keys.isEmpty() && !schema.isSet()) {
            return;
        }
        var seen = new HashMap<Object, Integer>();
        for (int i = 0; i < sequence.items().size(); i++) {
            var item = sequence.items().get(i);
            Object key = keys.isEmpty() ? String.valueOf(item.plain()) : MapKeys.of(schema, item);
            Integer before = seen.putIfAbsent(key, i);
            if (before != null) {
                String name = keys.isEmpty() ? "value" : String.join(", ", keys);
                problem(
                        item.at(),
                        path + "[" + i + "]",
                        "has the same " + name + " as " + path + "[" + before + "]: change or remove one");
            }
        }
    }

    private void scalar(Schema schema, Scalar scalar, String path) {
        boolean fits = schema.isIntOrString()
                ? scalar.value() instanceof Long || scalar.value() instanceof String
                : switch (schema.type()) {
                    case "integer" -> isWhole(scalar.value());
                    case "number" -> scalar.value() instanceof Number;
                    case "boolean" -> scalar.value() instanceof Boolean;
                    case "string" -> scalar.value() instanceof String;
                    default -> true;
                };
        if (!fits) {
            problem(scalar.at(), path, "is " + scalar.describe() + ", and must be " + expected(schema));
            return;
        }
        if (scalar.value() instanceof Number number) {
            bounds(schema, scalar, number.doubleValue(), path);
        }
        text(schema, scalar, path);
    }

    private static boolean isWhole(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Long || (value instanceof Double number && number == Math.rint(number));
    }

    private void bounds(Schema schema, Scalar scalar, double number, String path) {
        var min = schema.number("minimum");
        var max = schema.number("maximum");
        if (min.isPresent() && max.isPresent() && (number < min.getAsDouble() || number > max.getAsDouble())) {
            problem(
                    scalar.at(),
                    path,
                    scalar.text() + " is out of range: use " + (long) min.getAsDouble() + " to "
                            + (long) max.getAsDouble());
        } else if (min.isPresent() && number < min.getAsDouble()) {
            problem(scalar.at(), path, scalar.text() + " is too low: use " + (long) min.getAsDouble() + " or more");
        } else if (max.isPresent() && number > max.getAsDouble()) {
            problem(scalar.at(), path, scalar.text() + " is too high: use " + (long) max.getAsDouble() + " or less");
        }
    }

    private void text(Schema schema, Scalar scalar, String path) {
        var values = schema.values();
        if (!values.isEmpty() && !values.contains(scalar.text())) {
            problem(
                    scalar.at(),
                    path,
                    scalar.describe() + " is no possible value: use "
                            + (values.size() == 1 ? values.getFirst() : "one of " + String.join(", ", values)));
            return;
        }
        if (!(scalar.value() instanceof String text)) {
            return;
        }
        double length = text.codePointCount(0, text.length());
        if (length > schema.number("maxLength").orElse(Double.MAX_VALUE)) {
            long max = (long) schema.number("maxLength").getAsDouble();
            problem(scalar.at(), path, "has " + (long) length + " characters, and may have at most " + max);
        } else if (length < schema.number("minLength").orElse(0)) {
            problem(
                    scalar.at(),
                    path,
                    "is too short: it needs at least "
                            + (long) schema.number("minLength").getAsDouble() + " characters");
        } else if (schema.pattern()
                .filter(p -> !Pattern.compile(p).matcher(text).find())
                .isPresent()) {
            problem(
                    scalar.at(),
                    path,
                    scalar.describe() + " doesn't match " + schema.pattern().get());
        }
    }
}
