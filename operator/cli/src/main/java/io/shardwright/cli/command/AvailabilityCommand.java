package io.shardwright.cli.command;

import io.shardwright.cli.availability.AvailabilityAnswer;
import io.shardwright.cli.availability.AvailabilityReport;
import io.shardwright.cli.availability.AvailabilityRequest;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.output.AvailabilityText;
import io.shardwright.cli.output.MachineText;
import io.shardwright.cli.situation.SituationException;
import io.shardwright.planner.availability.Assumptions;
import io.shardwright.planner.availability.Target;
import io.shardwright.planner.availability.Uptime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code availability}: how much of the time keys can be read and written. */
@Command(
        name = "availability",
        sortOptions = false,
        description =
                "Computes how much of the time keys can be read and written, from where the pods are or are assumed to be. "
                        + "It is a model with inputs that it shows. With a target that is missed it ends with exit code 1 and says "
                        + "which is the cheapest change that meets it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kubectl shards availability -f store.yaml --target 99.95",
            "  kubectl shards availability -f store.yaml --hosts 4 --zones 2 --zone-percent 99.99",
            "  kubectl shards availability store                  of the pods in the cluster",
            "  kubectl shards availability store --what-if replicasPerShard=5"
        })
final class AvailabilityCommand implements Callable<Integer> {
    private static final int MOST_HOSTS = 5_000;

    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A ShardSet in the cluster, the same as --name.")
    @Nullable
    String name;

    @Mixin
    SituationOptions options = new SituationOptions();

    @Option(
            names = "--target",
            paramLabel = "PERCENT",
            description = "What writes of each key are to reach, such as 99.95. Default as the ShardSet says.")
    @Nullable
    String target;

    @Option(names = "--hosts", paramLabel = "N", description = "Assume the pods dealt out over N hosts.")
    @Nullable
    Integer hosts;

    @Option(names = "--zones", paramLabel = "N", description = "Assume those hosts dealt out over N zones. Default 1.")
    int zones = 1;

    @Option(
            names = "--replica-percent",
            paramLabel = "PERCENT",
            description = "Assumed availability of a replica together with its host. Default as the ShardSet says.")
    @Nullable
    String replicaPercent;

    @Option(
            names = "--zone-percent",
            paramLabel = "PERCENT",
            description = "Assumed availability of a zone. Default as the ShardSet says.")
    @Nullable
    String zonePercent;

    @Option(
            names = "--repair",
            paramLabel = "SECONDS",
            description = "Assumed mean time to repair of a failed part. Default 600.")
    @Nullable
    Integer repair;

    @Option(
            names = "--detection",
            paramLabel = "SECONDS",
            description = "Assumed time until a failed leader is noticed. Default as the ShardSet says.")
    @Nullable
    Integer detection;

    @Option(
            names = "--take-over",
            paramLabel = "SECONDS",
            description = "Assumed time from then until another leads. Default 5.")
    @Nullable
    Integer takeOver;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "One of ${COMPLETION-CANDIDATES}. Default table.")
    ShortOutput output = ShortOutput.table;

    AvailabilityCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        if (name != null) {
            options.name = name;
        }
        var request = request();
        var answer = new AvailabilityAnswer(new Kubectl(surroundings.kubectl()));
        var reports = new ArrayList<AvailabilityReport>();
        for (var situation : options.find(surroundings)) {
            reports.add(answer.of(situation, request, options.access()));
        }
        var line = Objects.requireNonNull(spec).commandLine();
        line.getOut().print(text(reports));
        line.getOut().flush();
        return reports.stream().anyMatch(AvailabilityReport::missesTarget) ? ExitCodes.REFUSED : ExitCodes.OK;
    }

    private String text(List<AvailabilityReport> reports) {
        var trees =
                Map.of("reports", reports.stream().map(AvailabilityText::tree).toList());
        return switch (output) {
            case table -> reports.stream().map(AvailabilityText::table).collect(Collectors.joining("\n"));
            case json -> MachineText.json(trees);
            case yaml -> MachineText.yaml(trees);
        };
    }

    private AvailabilityRequest request() throws InputException {
        if (hosts != null && (hosts < 1 || hosts > MOST_HOSTS)) {
            throw new InputException(Position.of("--hosts"), hosts + " is out of range: use 1 to " + MOST_HOSTS);
        }
        if (zones < 1 || (zones > 1 && (hosts == null || zones > hosts))) {
            throw new InputException(
                    Position.of("--zones"), zones + " is out of range: use 1 to the number that --hosts states");
        }
        return new AvailabilityRequest(
                target == null ? Optional.empty() : Optional.of(percent("--target", target, Target::ofPercent)),
                assumptions(),
                hosts == null ? OptionalInt.empty() : OptionalInt.of(hosts),
                zones);
    }

    /** What options state in place of what the ShardSet assumes. */
    private UnaryOperator<Assumptions> assumptions() throws InputException {
        var changes = new ArrayList<UnaryOperator<Assumptions>>();
        if (replicaPercent != null) {
            var uptime = percent("--replica-percent", replicaPercent, Uptime::ofPercent);
            changes.add(assumptions -> assumptions.withHost(uptime));
        }
        if (zonePercent != null) {
            var uptime = percent("--zone-percent", zonePercent, Uptime::ofPercent);
            changes.add(assumptions -> assumptions.withZone(uptime));
        }
        if (repair != null) {
            var time = seconds("--repair", repair, 1);
            changes.add(assumptions -> assumptions.withMeanTimeToRepair(time));
        }
        if (detection != null) {
            var time = seconds("--detection", detection, 0);
            changes.add(assumptions -> assumptions.withDetection(time));
        }
        if (takeOver != null) {
            var time = seconds("--take-over", takeOver, 0);
            changes.add(assumptions -> assumptions.withTakeOver(time));
        }
        return start -> {
            var result = start;
            for (var change : changes) {
                result = change.apply(result);
            }
            return result;
        };
    }

    private static <T> T percent(String option, String text, Function<String, T> reader) throws InputException {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InputException(Position.of(option), String.valueOf(e.getMessage()));
        }
    }

    private static Duration seconds(String option, int seconds, int least) throws InputException {
        if (seconds < least) {
            throw new InputException(Position.of(option), seconds + " is too low: use " + least + " or more");
        }
        return Duration.ofSeconds(seconds);
    }
}
