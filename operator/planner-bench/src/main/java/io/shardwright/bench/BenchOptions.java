package io.shardwright.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The command line.
 *
 * @param seed of all inputs
 * @param quick smaller sizes and one round: to try the benchmark, not to quote from
 * @param parts those to run
 * @param folder where results are written to and read from
 * @param docs the documentation's folder
 */
record BenchOptions(Action action, long seed, boolean quick, Set<Part> parts, Path folder, Path docs) {

    static final String USAGE =
            "usage: run|docs [--seed=N] [--quick] [--only=peers,scaling,skew,drift] [--folder=DIR] [--docs=DIR]";

    enum Action {
        RUN,
        DOCS
    }

    /** @throws IllegalArgumentException if it says something unknown */
    static BenchOptions parse(String... arguments) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("what is to be done?");
        }
        var options = new BenchOptions(
                constant(Action.class, arguments[0]),
                1,
                false,
                EnumSet.allOf(Part.class),
                Path.of("target/bench"),
                Path.of("docs"));
        for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
            options = options.with(argument);
        }
        return options;
    }

    private BenchOptions with(String argument) {
        var parts = argument.split("=", 2);
        var value = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "--seed" -> new BenchOptions(action, number(value), quick, this.parts, folder, docs);
            case "--quick" -> new BenchOptions(action, seed, true, this.parts, folder, docs);
            case "--only" -> new BenchOptions(action, seed, quick, parts(value), folder, docs);
            case "--folder" -> new BenchOptions(action, seed, quick, this.parts, Path.of(value), docs);
            case "--docs" -> new BenchOptions(action, seed, quick, this.parts, folder, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option " + argument);
        };
    }

    boolean includes(Part part) {
        return parts.contains(part);
    }

    private static Set<Part> parts(String names) {
        var parts = EnumSet.noneOf(Part.class);
        for (String name : names.split(",", -1)) {
            parts.add(constant(Part.class, name));
        }
        return parts;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a whole number: " + text, notANumber);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown " + type.getSimpleName().toLowerCase(Locale.ROOT) + " '" + name + "'"));
    }
}
