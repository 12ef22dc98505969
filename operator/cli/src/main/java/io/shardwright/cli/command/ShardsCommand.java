package io.shardwright.cli.command;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubectl shards}, of which everything else is a subcommand. */
@Command(
        name = "kubectl shards",
        description =
                "Shows what an edit of a ShardSet would move, and why, before anything does, which works with no cluster; "
                        + "shows, approves and aborts what moves in one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubectl shards plan -f store.yaml",
            "  kubectl shards plan store --what-if shards=7",
            "  kubectl shards explain partition 17 -f store.yaml",
            "  kubectl shards locate user-17 --name store",
            "  kubectl shards availability -f store.yaml --target 99.95",
            "  kubectl shards rebalance watch --shardset store"
        })
public final class ShardsCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    private ShardsCommand() {}

    /** All commands, writing to the given streams. */
    public static CommandLine commandLine(Surroundings surroundings, PrintWriter out, PrintWriter err) {
        var line = new CommandLine(new ShardsCommand())
                .addSubcommand(new PlanCommand(surroundings))
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new LocateCommand(surroundings))
                .addSubcommand(new AvailabilityCommand(surroundings))
                .addSubcommand(RebalanceCommand.commandLine(surroundings))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new VersionCommand(surroundings));
        describeAll(line);
        return line.setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::ofArguments)
                .setExecutionExceptionHandler(Failures::ofExecution);
    }

    /** Every command has help and the same exit codes. */
    private static void describeAll(CommandLine line) {
        line.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCodes.LIST);
        line.getCommandSpec().usageMessage().width(100);
        line.getSubcommands().values().forEach(ShardsCommand::describeAll);
    }

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getOut());
        return ExitCodes.OK;
    }
}
