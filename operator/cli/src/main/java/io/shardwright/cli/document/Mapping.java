package io.shardwright.cli.document;

import io.shardwright.cli.input.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values by name.
 *
 * @param entries in the order of the document
 */
public record Mapping(Position at, Map<String, Entry> entries) implements Value {

    /** A value and where its name stands. */
    public record Entry(Position key, Value value) {}

    public Mapping {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The value of a field; empty if it isn't there. */
    public Optional<Value> get(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::value);
    }

    /** The value of a field if that is a mapping. */
    public Optional<Mapping> mapping(String name) {
        return get(name).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /** The value of a field if that is a list. */
    public Optional<Sequence> sequence(String name) {
        return get(name).filter(Sequence.class::isInstance).map(Sequence.class::cast);
    }

    /** The value of a field if that is text. */
    public Optional<String> text(String name) {
        return get(name)
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).value())
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** This mapping with one field set, whether it was there or not. */
    public Mapping with(String name, Value value) {
        var edited = new LinkedHashMap<>(entries);
        edited.put(name, new Entry(value.at(), value));
        return new Mapping(at, edited);
    }

    @Override
    public Map<String, @Nullable Object> plain() {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        entries.forEach((name, entry) -> plain.put(name, entry.value().plain()));
        return plain;
    }

    @Override
    public String describe() {
        return "a mapping";
    }
}
