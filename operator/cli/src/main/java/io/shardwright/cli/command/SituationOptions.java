package io.shardwright.cli.command;

import io.shardwright.cli.cluster.ClusterAccess;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.shardset.Edits;
import io.shardwright.cli.situation.Request;
import io.shardwright.cli.situation.Situation;
import io.shardwright.cli.situation.SituationException;
import io.shardwright.cli.situation.Situations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which ShardSet is meant, and from where it starts. */
final class SituationOptions {
    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description = "YAML or JSON file with ShardSets; - is standard input.")
    @Nullable
    String file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The ShardSet: of those in the file, or without -f of those in the cluster.")
    @Nullable
    String name;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description =
                    "Who owns what now, as `kubectl get partitionmap NAME -o yaml` prints it. Left out, it is the "
                            + "cluster's map if a cluster answers, and else nothing is owned.")
    @Nullable
    String map;

    @Option(
            names = "--what-if",
            paramLabel = "FIELD=VALUE",
            description =
                    "Edits to try, with commas between them: any field of spec, weight.X for the weight of class or "
                            + "shard X, shards.X for the shards of class X.")
    List<String> whatIf = new ArrayList<>();

    @Option(names = "--offline", description = "Ask no cluster.")
    boolean offline;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    boolean namesShardSet() {
        return file != null || name != null;
    }

    /** The situations that the options describe; at least one. */
    List<Situation> find(Surroundings surroundings) throws InputException, SituationException {
        if (!namesShardSet()) {
            throw new InputException(
                    Position.of("arguments"),
                    "no ShardSet is named: give a file with -f, or the name of one in the cluster");
        }
        var request = new Request(
                Optional.ofNullable(file),
                Optional.ofNullable(name),
                Optional.ofNullable(map),
                Edits.parse(whatIf),
                offline,
                access());
        return new Situations(new Kubectl(surroundings.kubectl()), surroundings.environment()).find(request);
    }

    /** The cluster that the options choose. */
    ClusterAccess access() {
        return cluster.access();
    }

    /** The one situation that the options describe. */
    Situation findOne(Surroundings surroundings) throws InputException, SituationException {
        var found = find(surroundings);
        if (found.size() > 1) {
            var names =
                    found.stream().map(situation -> situation.wanted().name()).toList();
            throw new InputException(
                    found.getFirst().wanted().at(),
                    "holds " + found.size() + " ShardSets: choose one of " + String.join(", ", names) + " with --name");
        }
        return found.getFirst();
    }
}
