package io.shardwright.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A command that was run within the test's own process. */
public record Invocation(int exitCode, String out, String err) {

    /** Runs a command with no cluster configured. */
    public static Invocation of(String... arguments) {
        return with(new Surroundings(Map.of(), "kubectl-is-not-used"), arguments);
    }

    static Invocation with(Surroundings surroundings, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = ShardsCommand.commandLine(surroundings, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Invocation(code, out.toString(), err.toString());
    }

    /** Asserts that one line was said, and returns it without the folder of the file. */
    String line(Path file) {
        assertThat(err).as("out: %s", out).endsWith("\n");
        assertThat(err.strip().lines()).hasSize(1);
        return err.strip().replace(file.toString(), file.getFileName().toString());
    }

    /** Writes a file for a command. */
    static Path file(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A ShardSet; the specification is one line of flow-style fields. */
    static String shardSet(String specification) {
        return """
                apiVersion: shardwright.io/v1alpha1
                kind: ShardSet
                metadata: {name: store}
                spec:
                  %s
                  template: {spec: {containers: [{name: app, image: app}]}}
                """.formatted(specification.replace("; ", "\n  "));
    }
}
