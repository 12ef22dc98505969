package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names measured loads. */
final class LoadsOption {
    @Option(
            names = "--loads",
            paramLabel = "FILE",
            description =
                    "Measured loads: a row for each partition with its number, load and bytes, as CSV, JSON or YAML.")
    @Nullable
    String file;

    Optional<InputFile> read() throws InputException {
        return file == null ? Optional.empty() : Optional.of(InputFile.read(file));
    }
}
