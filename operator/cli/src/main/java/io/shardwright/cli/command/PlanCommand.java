package io.shardwright.cli.command;

import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.output.MachineText;
import io.shardwright.cli.output.PlanReport;
import io.shardwright.cli.output.PlanTree;
import io.shardwright.cli.picture.PlanPicture;
import io.shardwright.cli.preview.Preview;
import io.shardwright.cli.preview.PreviewResult;
import io.shardwright.cli.preview.Previewer;
import io.shardwright.cli.situation.SituationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plan}: what would move. */
@Command(
        name = "plan",
        sortOptions = false,
        description =
                "Shows what would move if a ShardSet were applied or edited: for each shard its weight and what it owns "
                        + "now and then, the moves, and how far the load is from fair before and after.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubectl shards plan -f store.yaml                                   from the cluster's map or nothing",
            "  kubectl shards plan -f store.yaml --map map.yaml                    from a map in a file",
            "  kubectl shards plan -f store.yaml --what-if shards=7,weight.large=600",
            "  kubectl shards plan store --what-if shards=7 -o json                of a ShardSet in the cluster",
            "  kubectl shards plan -f store.yaml --what-if shards=5 -o svg >plan.svg"
        })
final class PlanCommand implements Callable<Integer> {
    private static final int TRANSFERS_SHOWN = 20;

    /** Forms in which a plan is printed. */
    enum Output {
        table,
        json,
        yaml,
        svg,
        html
    }

    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A ShardSet in the cluster, the same as --name.")
    @Nullable
    String name;

    @Mixin
    SituationOptions options = new SituationOptions();

    @Mixin
    LoadsOption loads = new LoadsOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "One of ${COMPLETION-CANDIDATES}. Default table.")
    Output output = Output.table;

    @Option(names = "--all", description = "List every pair of shards, not only the first " + TRANSFERS_SHOWN + ".")
    boolean all;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        if (name != null) {
            options.name = name;
        }
        var measured = loads.read(new Kubectl(surroundings.kubectl()), options);
        var results = new ArrayList<PreviewResult>();
        for (var situation : options.find(surroundings)) {
            results.add(Previewer.preview(situation, measured));
        }
        var line = Objects.requireNonNull(spec).commandLine();
        line.getOut().print(text(results));
        line.getOut().flush();
        var refusals = results.stream()
                .flatMap(result -> PlanReport.refusal(result).stream())
                .toList();
        refusals.forEach(line.getErr()::println);
        return refusals.isEmpty() ? ExitCodes.OK : ExitCodes.REFUSED;
    }

    private String text(List<PreviewResult> results) throws InputException {
        var previews = results.stream()
                .filter(Preview.class::isInstance)
                .map(Preview.class::cast)
                .toList();
        return switch (output) {
            case table -> {
                var report = new PlanReport(all ? Integer.MAX_VALUE : TRANSFERS_SHOWN);
                yield previews.stream().map(report::of).collect(Collectors.joining("\n"));
            }
            case json -> MachineText.json(PlanTree.of(results));
            case yaml -> MachineText.yaml(PlanTree.of(results));
            case svg -> {
                if (results.size() > 1) {
                    throw new InputException(
                            results.getFirst().situation().wanted().at(),
                            "holds " + results.size()
                                    + " ShardSets, and a picture shows one: choose it with --name, or use -o html");
                }
                yield previews.isEmpty() ? "" : PlanPicture.svg(previews.getFirst());
            }
            case html -> previews.isEmpty() ? "" : PlanPicture.html(previews);
        };
    }
}
