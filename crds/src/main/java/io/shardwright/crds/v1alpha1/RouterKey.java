package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where the router finds the shard key in a request.
 *
 * <p>The fields that {@code from} doesn't use are null; the one that it uses never is.
 *
 * @param segment which segment of the path is the key, 1 to 16; null unless from Path
 * @param name of the header or query parameter; null when from Path
 */
@ApiType
@ValidationRule(value = "self.from == 'Path' || !has(self.segment)", fieldPath = ".segment", messageExpression = """
                'segment is used with from: Path only, and from is %s: remove segment, or set from to Path'\
                .format([self.from])""")
@ValidationRule(
        value = "self.from != 'Path' || !has(self.name)",
        fieldPath = ".name",
        message = "name is used with from: Header and from: Query only, and from is Path: "
                + "remove name, or set from to Header or Query")
public record RouterKey(
        @Default("Path") @JsonPropertyDescription("""
                Part of the request that holds the key: Path (the default), Header or Query.""") KeySource from,

        @Min(1) @Max(16) @JsonPropertyDescription("""
                Which segment of the path is the key, 1 to 16; used with from: Path. Default 2: the key of /kv/user-17 \
                is user-17. Segments after it are not part of the key.""") @Nullable
        Integer segment,

        @Size(min = 1, max = 64) @Pattern("^[A-Za-z0-9][-_.A-Za-z0-9]*$") @JsonPropertyDescription("""
                Name of the header or query parameter, 1 to 64 letters, digits, dashes, dots and underscores; used \
                with from: Header and from: Query. Default X-Shard-Key for a header, key for a parameter.""") @Nullable
        String name) {

    /** Applies the defaults of the API, and those that depend on {@code from}, to what was left out. */
    public RouterKey(@Nullable KeySource from, @Nullable Integer segment, @Nullable String name) {
        this.from = ShardSetSpec.orElse(from, KeySource.Path);
        this.segment = segment == null && this.from == KeySource.Path ? Integer.valueOf(2) : segment;
        this.name = name != null
                ? name
                : switch (this.from) {
                    case Path -> null;
                    case Header -> "X-Shard-Key";
                    case Query -> "key";
                };
    }
}
