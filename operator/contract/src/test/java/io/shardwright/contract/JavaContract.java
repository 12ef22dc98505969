package io.shardwright.contract;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the Java types of this package say, in terms that a document in JSON's can be compared with. */
final class JavaContract {
    private JavaContract() {}

    /**
     * Every component of every record that is sent as JSON, as {@code Record.component: type}. The type is JSON's with its
     * format, {@code array of} one, or the name of another record or enumeration; {@code or null, optional} where it may be
     * null.
     */
    static TreeSet<String> components() throws IOException, URISyntaxException {
        var components = new TreeSet<String>();
        sent().filter(Class::isRecord).forEach(type -> {
            for (RecordComponent component : type.getRecordComponents()) {
                boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
                components.add(type.getSimpleName() + "." + component.getName() + ": "
                        + json(component.getGenericType()) + (nullable ? " or null, optional" : ""));
            }
        });
        return components;
    }

    private static String json(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return "array of " + json(list.getActualTypeArguments()[0]);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException(type + " has no JSON type here yet");
        }
        return switch (plain.getName()) {
            case "int" -> "integer int32";
            case "long", "java.lang.Long" -> "integer int64";
            case "double" -> "number double";
            case "boolean" -> "boolean";
            case "java.lang.String" -> "string";
            default -> plain.getSimpleName();
        };
    }

    /** The constants of each enumeration, in their order. */
    static TreeMap<String, List<String>> enumerations() throws IOException, URISyntaxException {
        var enumerations = new TreeMap<String, List<String>>();
        sent().filter(Class::isEnum)
                .forEach(type -> enumerations.put(
                        type.getSimpleName(),
                        Stream.of(type.getEnumConstants())
                                .map(constant -> ((Enum<?>) constant).name())
                                .toList()));
        return enumerations;
    }

    /** Every record and enumeration of the package but the forms of {@link KeySource}, which travels as text. */
    private static Stream<Class<?>> sent() throws IOException, URISyntaxException {
        Path classes = Path.of(Contract.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(Contract.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(classes)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class"))
                    .<Class<?>>map(file -> load(file.substring(0, file.lastIndexOf('.'))))
                    .filter(type -> !KeySource.class.isAssignableFrom(type))
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(Contract.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names that both sides must agree on, as {@link Contract} has them: {@code port 8080}, {@code path /metrics}. */
    static TreeSet<String> names() {
        return Arrays.stream(Contract.class.getFields())
                .filter(constant -> !isMentioned(constant))
                .map(constant -> kind(constant.getName()) + " " + value(constant))
                .collect(toCollection(TreeSet::new));
    }

    /** Values that stand in a sentence, not in a list. */
    private static boolean isMentioned(Field constant) {
        return constant.getName().equals("DATA_DIR") || constant.getName().equals("MAX_HOPS");
    }

    private static String kind(String name) {
        if (name.startsWith("ENV_")) {
            return "environment variable";
        }
        return switch (name.substring(name.lastIndexOf('_') + 1)) {
            case "VERSION" -> "version";
            case "PATH" -> "path";
            case "PARAMETER" -> "parameter";
            case "PORT" -> "port";
            case "HEADER" -> "header";
            default -> throw new AssertionError("openapi.yaml has no place for Contract." + name + " yet");
        };
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
