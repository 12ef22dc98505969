package io.shardwright.cli.command;

import io.fabric8.kubernetes.api.model.Quantity;
import io.shardwright.cli.cluster.ClusterAnswer;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.preview.NodeFacts;
import io.shardwright.cli.preview.PlanInputs;
import io.shardwright.cli.situation.SituationException;
import io.shardwright.planner.GrowthAxis;
import io.shardwright.planner.loads.Limits;
import io.shardwright.planner.loads.Tolerance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name measured loads, and how to plan by them. */
final class LoadsOption {
    private static final double HIGHEST_NOISE = 50;

    @Option(
            names = "--loads",
            paramLabel = "FILE",
            description =
                    "Measured loads: a row for each partition with its number, load and bytes, as CSV, JSON or YAML.")
    @Nullable
    String file;

    @Option(
            names = "--noise",
            paramLabel = "PERCENT",
            description = "With --loads: errors of measurement that are to move nothing, 0 to 50. Default 10.")
    @Nullable
    Double noise;

    @Option(
            names = "--max-moves",
            paramLabel = "N",
            description = "With --loads: move at most N partitions; the rest is deferred.")
    @Nullable
    Integer maxMoves;

    @Option(
            names = "--max-bytes",
            paramLabel = "SIZE",
            description = "With --loads: move at most so many bytes, such as 64Gi; the rest is deferred.")
    @Nullable
    String maxBytes;

    @Option(
            names = "--axis",
            paramLabel = "AXIS",
            description = "Weigh node classes that state no weight as if the ShardSet grew by this axis: one of "
                    + "${COMPLETION-CANDIDATES}.")
    @Nullable
    GrowthAxis axis;

    @Option(
            names = "--nodes",
            description =
                    "Weigh node classes that state no weight, and ask for nothing of what counts, by what the nodes in the "
                            + "cluster that they select have to give.")
    boolean nodes;

    /** As {@link #read}, with the cluster's nodes if they are asked for. */
    PlanInputs read(Kubectl kubectl, SituationOptions options) throws InputException, SituationException {
        var inputs = read();
        if (!nodes) {
            return inputs;
        }
        if (options.offline) {
            throw new InputException(
                    Position.of("--nodes"), "asks the cluster, which --offline forbids: leave one of them out");
        }
        return switch (kubectl.nodes(options.access())) {
            case ClusterAnswer.Resources(InputFile found) -> inputs.withNodes(NodeFacts.read(found));
            case ClusterAnswer.Unreachable(String why) ->
                throw new SituationException(
                        SituationException.Kind.NO_CLUSTER, "--nodes: the cluster's nodes can't be listed: " + why);
        };
    }

    PlanInputs read() throws InputException {
        if (file == null) {
            needsLoads("--noise", noise);
            needsLoads("--max-moves", maxMoves);
            needsLoads("--max-bytes", maxBytes);
        }
        return new PlanInputs(
                file == null ? Optional.empty() : Optional.of(InputFile.read(file)),
                tolerance(),
                limits(),
                List.of(),
                Optional.ofNullable(axis));
    }

    private static void needsLoads(String option, @Nullable Object value) throws InputException {
        if (value != null) {
            throw new InputException(Position.of(option), "only limits a plan by measured loads: add --loads FILE");
        }
    }

    private Tolerance tolerance() throws InputException {
        if (noise == null) {
            return Tolerance.DEFAULT;
        }
        if (!(noise >= 0 && noise <= HIGHEST_NOISE)) {
            throw new InputException(Position.of("--noise"), noise + " is out of range: use 0 to 50");
        }
        return Tolerance.DEFAULT.withNoise(noise / 100);
    }

    private Limits limits() throws InputException {
        var limits = Limits.NONE;
        if (maxMoves != null) {
            if (maxMoves < 1) {
                throw new InputException(Position.of("--max-moves"), maxMoves + " is too low: use 1 or more");
            }
            limits = limits.withMaxMoves(maxMoves);
        }
        return maxBytes == null ? limits : limits.withMaxBytes(bytes(maxBytes));
    }

    private static long bytes(String text) throws InputException {
        try {
            BigDecimal bytes = new Quantity(text).getNumericalAmount();
            if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
                return Math.max(1, bytes.longValue());
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for what is out of range.
        }
        throw new InputException(
                Position.of("--max-bytes"), text + " is no size: use bytes with a unit, such as 500Mi or 64Gi");
    }
}
