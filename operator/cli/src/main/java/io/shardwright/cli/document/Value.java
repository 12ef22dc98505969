package io.shardwright.cli.document;

import io.shardwright.cli.input.Position;
import org.jspecify.annotations.Nullable;

/** A value of a document and where it stands. */
public sealed interface Value permits Mapping, Sequence, Scalar {

    Position at();

    /** The value as null, Boolean, Long, Double, String, List and Map, without positions. */
    @Nullable
    Object plain();

    /** What it is, for a sentence: {@code a mapping}, {@code a list}, {@code text}, {@code 12}. */
    String describe();
}
