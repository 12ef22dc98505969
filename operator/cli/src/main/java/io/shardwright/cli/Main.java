package io.shardwright.cli;

import io.shardwright.cli.command.ShardsCommand;
import io.shardwright.cli.command.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts {@code kubectl shards}. */
public final class Main {
    private Main() {}

    /** Runs the command in the arguments, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(ShardsCommand.commandLine(
                        Surroundings.ofProcess(), writer(FileDescriptor.out), writer(FileDescriptor.err))
                .execute(args));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
