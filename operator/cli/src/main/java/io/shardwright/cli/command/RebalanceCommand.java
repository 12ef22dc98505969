package io.shardwright.cli.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rebalance}: what moves in a cluster, of which everything about it is a subcommand. */
@Command(
        name = "rebalance",
        description = "Shows the rebalances of a cluster, and approves, pauses and aborts them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubectl shards rebalance list",
            "  kubectl shards rebalance show store-r2",
            "  kubectl shards rebalance approve store-r2 --plan 3f9ac2d17b60e815",
            "  kubectl shards rebalance watch --shardset store",
            "  kubectl shards rebalance abort store-r2"
        })
final class RebalanceCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    private RebalanceCommand() {}

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new RebalanceCommand())
                .addSubcommand(new RebalanceListCommand(surroundings))
                .addSubcommand(new RebalanceShowCommand(surroundings))
                .addSubcommand(new RebalanceApproveCommand(surroundings))
                .addSubcommand(new RebalanceEdit.Pause(surroundings))
                .addSubcommand(new RebalanceEdit.Resume(surroundings))
                .addSubcommand(new RebalanceEdit.Abort(surroundings))
                .addSubcommand(new RebalanceWatchCommand(surroundings));
    }

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getOut());
        return ExitCodes.OK;
    }
}
