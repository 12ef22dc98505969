package io.shardwright.cli.schema;

import io.shardwright.cli.cel.CelException;
import io.shardwright.cli.cel.Expression;
import io.shardwright.cli.document.YamlReader;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packs the schemas of the definitions while the project is built, and fails the build on a rule that the command line
 * couldn't check.
 */
public final class SchemaCompiler {
    private static final String DEFINITIONS = "/META-INF/shardwright/crds/";

    private SchemaCompiler() {}

    /**
     * Writes the packed schemas.
     *
     * @param args the folder of compiled classes
     */
    public static void main(String[] args) throws IOException, InputException, CelException {
        Path folder = Path.of(args[0], SchemaCompiler.class.getPackageName().split("\\."));
        Files.createDirectories(folder);
        for (var kind : Schemas.values()) {
            var schema = schema(kind);
            parseRules(schema);
            try (var out = new DataOutputStream(Files.newOutputStream(folder.resolve(kind.file())))) {
                PackedTree.write(schema, out);
            }
        }
    }

    private static @Nullable Object schema(Schemas kind) throws IOException, InputException {
        String name = DEFINITIONS + kind.plural() + ".shardwright.io.yaml";
        String text;
        try (var in = Objects.requireNonNull(SchemaCompiler.class.getResourceAsStream(name), name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Object definition =
                YamlReader.read(new InputFile(name, text)).getFirst().plain();
        Object spec = ((Map<?, ?>) Objects.requireNonNull(definition)).get("spec");
        Object version = ((List<?>) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(spec)).get("versions")))
                .getFirst();
        Object schema =
                ((Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) version).get("schema"))).get("openAPIV3Schema");
        return withoutDescriptions(schema);
    }

    /** Descriptions are for {@code kubectl explain}; a field of a resource may itself be called description. */
    private static @Nullable Object withoutDescriptions(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var kept = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, item) -> {
                    if (!(name.equals("description") && item instanceof String)) {
                        kept.put((String) name, withoutDescriptions(item));
                    }
                });
                yield kept;
            }
            case List<?> list ->
                list.stream().map(SchemaCompiler::withoutDescriptions).toList();
            case null, default -> value;
        };
    }

    private static void parseRules(@Nullable Object value) throws CelException {
        switch (value) {
            case Map<?, ?> map -> {
                for (String name : List.of("rule", "messageExpression")) {
                    if (map.get(name) instanceof String rule) {
                        Expression.parse(rule);
                    }
                }
                for (Object item : map.values()) {
                    parseRules(item);
                }
            }
            case List<?> list -> {
                for (Object item : list) {
                    parseRules(item);
                }
            }
            case null, default -> {}
        }
    }
}
