package io.shardwright.cli;

import io.shardwright.cli.command.ShardsCommand;
import io.shardwright.cli.command.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Runs every command once on an example, so that a cache recorded meanwhile holds what a start needs. */
public final class Training {
    private Training() {}

    /** Runs the commands and prints nothing. */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("shardset", ".yaml");
        try (var example = Objects.requireNonNull(Training.class.getResourceAsStream("training.yaml"))) {
            Files.write(file, example.readAllBytes());
            String name = file.toString();
            run("plan", "-f", name, "--offline");
            run("plan", "-f", name, "--what-if", "shards=7,weight.large=200", "-o", "json");
            run("plan", "-f", name, "--what-if", "shards=2", "-o", "yaml");
            run("plan", "-f", name, "--what-if", "shards=5", "-o", "html");
            run("explain", "partition", "17", "-f", name, "--what-if", "shards=5");
            run("explain", "shard/1", "-f", name);
            run("locate", "user-17", "-f", name);
            run("plan", "-f", name, "--what-if", "shards=-1");
            run("availability", "-f", name, "--target", "99.99");
            run("rebalance", "show", "--help");
            run("plan", "--help");
            run("version");
        } finally {
            Files.delete(file);
        }
    }

    private static void run(String... arguments) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        ShardsCommand.commandLine(new Surroundings(Map.of(), "kubectl"), nowhere, nowhere)
                .execute(arguments);
    }
}
