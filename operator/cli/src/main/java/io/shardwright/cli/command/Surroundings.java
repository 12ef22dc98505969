package io.shardwright.cli.command;

import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment variables of the process
 * @param kubectl name or path of the program
 */
public record Surroundings(Map<String, String> environment, String kubectl) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(System.getenv(), "kubectl");
    }
}
