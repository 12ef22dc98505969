package io.shardwright.cli.schema;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in what a document leaves out and the definition has a default for, as the API server does. */
public final class Defaults {
    private Defaults() {}

    /** The value with its defaults, also those within. */
    public static Value apply(Schema schema, Value value) {
        return switch (value) {
            case Mapping mapping -> apply(schema, mapping);
            case Sequence sequence ->
                schema.items()
                        .<Value>map(items -> new Sequence(
                                sequence.at(),
                                sequence.items().stream()
                                        .map(item -> apply(items, item))
                                        .toList()))
                        .orElse(sequence);
            case Scalar scalar -> scalar;
        };
    }

    private static Mapping apply(Schema schema, Mapping mapping) {
        var entries = new LinkedHashMap<String, Mapping.Entry>();
        mapping.entries().forEach((name, entry) -> {
            Value value = schema.property(name)
                    .map(property -> apply(property, entry.value()))
                    .orElse(entry.value());
            entries.put(name, new Mapping.Entry(entry.key(), value));
        });
        for (String name : schema.propertyNames()) {
            var property = schema.property(name).orElseThrow();
            if (property.hasDefault() && isAbsent(property, entries.get(name))) {
                Value value = apply(property, value(mapping.at(), property.defaultValue()));
                entries.put(name, new Mapping.Entry(mapping.at(), value));
            }
        }
        return new Mapping(mapping.at(), entries);
    }

    /** A null is pruned and defaulted where the field can't be null. */
    private static boolean isAbsent(Schema property, Mapping.@Nullable Entry entry) {
        return entry == null
                || (entry.value() instanceof Scalar scalar && scalar.value() == null && !property.isNullable());
    }

    private static Value value(Position at, @Nullable Object plain) {
        return switch (plain) {
            case Map<?, ?> map -> {
                var entries = new LinkedHashMap<String, Mapping.Entry>();
                map.forEach((name, item) -> entries.put((String) name, new Mapping.Entry(at, value(at, item))));
                yield new Mapping(at, entries);
            }
            case List<?> list -> {
                var items = new ArrayList<Value>();
                list.forEach(item -> items.add(value(at, item)));
                yield new Sequence(at, items);
            }
            case null, default -> new Scalar(at, plain, String.valueOf(plain));
        };
    }
}
