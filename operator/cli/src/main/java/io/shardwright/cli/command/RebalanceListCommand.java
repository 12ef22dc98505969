package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.output.MachineText;
import io.shardwright.cli.rebalance.RebalanceText;
import io.shardwright.cli.situation.SituationException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rebalance list}. */
@Command(name = "list", sortOptions = false, description = "Lists the rebalances of a namespace.")
final class RebalanceListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--shardset", paramLabel = "NAME", description = "Only those of this ShardSet.")
    @Nullable
    String shardSet;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "One of ${COMPLETION-CANDIDATES}. Default table.")
    ShortOutput output = ShortOutput.table;

    RebalanceListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        var rebalances = cluster.rebalances(surroundings);
        var found = rebalances.list(Optional.ofNullable(shardSet));
        var tree = Map.of(
                "rebalances",
                found.stream()
                        .map(rebalance -> RebalanceText.tree(rebalance, false))
                        .toList());
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(
                switch (output) {
                    case table -> RebalanceText.table(found);
                    case json -> MachineText.json(tree);
                    case yaml -> MachineText.yaml(tree);
                });
        out.flush();
        return ExitCodes.OK;
    }
}
