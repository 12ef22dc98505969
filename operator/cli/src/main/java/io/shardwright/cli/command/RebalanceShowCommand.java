package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.output.MachineText;
import io.shardwright.cli.rebalance.RebalanceText;
import io.shardwright.cli.situation.SituationException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rebalance show}. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Shows a rebalance: its plan's hash and totals, how far it is, and what is in its way.")
final class RebalanceShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The rebalance.")
    String name = "";

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description =
                    "One of ${COMPLETION-CANDIDATES}; json and yaml hold what each shard is to own too. Default table.")
    ShortOutput output = ShortOutput.table;

    RebalanceShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        var found = cluster.rebalances(surroundings).find(name);
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(
                switch (output) {
                    case table -> RebalanceText.facts(found);
                    case json -> MachineText.json(RebalanceText.tree(found, true));
                    case yaml -> MachineText.yaml(RebalanceText.tree(found, true));
                });
        out.flush();
        return ExitCodes.OK;
    }
}
