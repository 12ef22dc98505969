package io.shardwright.cli.document;

import io.shardwright.cli.input.Position;
import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param value null, Boolean, Long, Double or String
 * @param text as it stands in the document
 */
public record Scalar(Position at, @Nullable Object value, String text) implements Value {
    private static final int SHOWN = 40;

    /** What an unquoted word means. */
    public static Scalar of(Position at, String word) {
        return new Scalar(at, Scalars.resolve(word), word);
    }

    @Override
    public @Nullable Object plain() {
        return value;
    }

    @Override
    public String describe() {
        return switch (value) {
            case null -> "empty";
            case String s -> "\"" + (s.length() <= SHOWN ? s : s.substring(0, SHOWN) + "...") + "\"";
            default -> text;
        };
    }
}
