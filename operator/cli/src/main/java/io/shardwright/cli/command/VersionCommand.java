package io.shardwright.cli.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: what this is, and whether it starts from a cache. */
@Command(
        name = "version",
        description = "Shows the version, the Java that runs it, and whether it starts from a cache or why it doesn't.")
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        out.println("kubectl-shards " + (version == null ? "of a source tree" : version));
        out.println("java           " + Runtime.version() + ", " + System.getProperty("java.home"));
        out.println("start-up cache " + cache());
        return ExitCodes.OK;
    }

    /** The start script says which cache it passed on, or why it passed none; Java says whether it took it. */
    private String cache() {
        String file = surroundings.environment().getOrDefault("SHARDWRIGHT_CACHE_FILE", "");
        if (file.isEmpty()) {
            String why =
                    surroundings.environment().getOrDefault("SHARDWRIGHT_CACHE_WHY", "not started by its start script");
            return "none: " + why;
        }
        boolean taken = System.getProperty("java.vm.info", "").contains("sharing");
        return taken ? file : "none: Java didn't take " + file + ", remove it to have it made again";
    }
}
