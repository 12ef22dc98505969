package io.shardwright.cli.command;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds around it.
 *
 * @param environment variables of the process
 * @param kubectl name or path of the program
 * @param terminal what a person types, line by line; empty where there is no terminal
 */
public record Surroundings(
        Map<String, String> environment, String kubectl, Optional<Supplier<@Nullable String>> terminal) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Without a terminal. */
    public Surroundings(Map<String, String> environment, String kubectl) {
        this(environment, kubectl, Optional.empty());
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                "kubectl",
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .map(console -> console::readLine));
    }

    boolean isTerminal() {
        return terminal.isPresent();
    }

    /** The next line that a person types; empty at the end of the input. */
    String answer() {
        return terminal.map(Supplier::get).orElse("").strip();
    }
}
