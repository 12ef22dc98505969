package io.shardwright.cli.command;

import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.output.ExplanationText;
import io.shardwright.cli.output.MachineText;
import io.shardwright.cli.preview.Explanation;
import io.shardwright.cli.preview.NoPlan;
import io.shardwright.cli.preview.Preview;
import io.shardwright.cli.preview.Previewer;
import io.shardwright.cli.situation.SituationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: why a partition is where it is, or a shard owns what it does. */
@Command(
        name = "explain",
        sortOptions = false,
        description = "Says where a partition is and goes, or what a shard owns and will own, and why.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubectl shards explain partition 17 -f store.yaml --map map.yaml",
            "  kubectl shards explain 17 --name store             17 alone is a partition; the ShardSet in the cluster",
            "  kubectl shards explain shard 2 -f store.yaml       also shard/2 and store-2"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            arity = "1..2",
            paramLabel = "PARTITION|SHARD",
            description = "partition 17, shard 2, or 17 for a partition.")
    List<String> place = new ArrayList<>();

    @Mixin
    SituationOptions options = new SituationOptions();

    @Mixin
    LoadsOption loads = new LoadsOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "One of ${COMPLETION-CANDIDATES}. Default table.")
    ShortOutput output = ShortOutput.table;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        var wanted = PlaceName.parse(place);
        var result = Previewer.preview(
                options.findOne(surroundings), loads.read(new Kubectl(surroundings.kubectl()), options));
        var line = Objects.requireNonNull(spec).commandLine();
        return switch (result) {
            case NoPlan no -> {
                line.getErr().println(no.message());
                yield ExitCodes.REFUSED;
            }
            case Preview preview -> {
                var explanation = explain(preview, wanted);
                line.getOut()
                        .print(
                                switch (output) {
                                    case table -> ExplanationText.table(preview, explanation);
                                    case json -> MachineText.json(ExplanationText.tree(preview, explanation));
                                    case yaml -> MachineText.yaml(ExplanationText.tree(preview, explanation));
                                });
                line.getOut().flush();
                yield ExitCodes.OK;
            }
        };
    }

    private static Explanation explain(Preview preview, PlaceName wanted) throws InputException {
        if (!wanted.isShard()) {
            int partitions = preview.current().partitions();
            if (wanted.number() >= partitions) {
                throw new InputException(
                        Position.of("arguments"),
                        "there is no partition " + wanted.number() + ": the partitions are 0 to " + (partitions - 1));
            }
            return Explanation.ofPartition(preview, wanted.number());
        }
        var shard = preview.shards().stream()
                .filter(candidate -> candidate.shard().ordinal() == wanted.number())
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Position.of("arguments"),
                        "there is no shard " + wanted.number() + ": the last is "
                                + preview.shards().getLast().shard()));
        return Explanation.ofShard(preview, shard);
    }
}
