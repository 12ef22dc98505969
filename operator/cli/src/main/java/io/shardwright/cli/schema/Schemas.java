package io.shardwright.cli.schema;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The schemas of the resources, as {@link SchemaCompiler} packed them from the definitions that are installed. */
public enum Schemas {
    SHARD_SET("shardsets"),
    PARTITION_MAP("partitionmaps");

    private final String plural;

    Schemas(String plural) {
        this.plural = plural;
    }

    /** Name of the definition, as in {@code shardsets.shardwright.io}. */
    String plural() {
        return plural;
    }

    String file() {
        return plural + ".schema";
    }

    /** Reads the schema of whole documents of this resource. */
    @SuppressWarnings("unchecked") // SchemaCompiler writes a map.
    public Schema load() {
        try (var in = new DataInputStream(
                new BufferedInputStream(Objects.requireNonNull(Schemas.class.getResourceAsStream(file()), file())))) {
            return new Schema((Map<String, @Nullable Object>) Objects.requireNonNull(PackedTree.read(in)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file(), e);
        }
    }
}
