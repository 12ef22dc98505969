package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.rebalance.KnownRebalance;
import io.shardwright.cli.rebalance.Rebalances;
import io.shardwright.cli.rebalance.Watch;
import io.shardwright.cli.situation.SituationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rebalance watch}. */
@Command(
        name = "watch",
        sortOptions = false,
        description =
                "Follows rebalances to their end: with a progress bar each on a terminal, elsewhere with a line for each "
                        + "change. Ends with exit code 0 if all are completed, and else 1.")
final class RebalanceWatchCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Looks for which a ShardSet's last rebalance may be void before none is awaited in its place. */
    private static final int SUCCESSOR_WITHIN = 10;

    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The rebalances.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--shardset",
            paramLabel = "NAME",
            description = "Follow the last rebalance of this ShardSet, and the next one where it is superseded.")
    @Nullable
    String shardSet;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    private int supersededLooks;

    RebalanceWatchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException, InterruptedException {
        if (names.isEmpty() == (shardSet == null)) {
            throw new InputException(
                    Position.of("arguments"), "name either rebalances, or their ShardSet with --shardset");
        }
        var line = Objects.requireNonNull(spec).commandLine();
        var rebalances = cluster.rebalances(surroundings);
        var watch = new Watch(line.getOut(), surroundings.isTerminal(), PAUSE);
        var ofShardSet = Optional.ofNullable(shardSet);
        var last = ofShardSet.isEmpty()
                ? watch.follow(() -> named(rebalances), all -> all.stream().allMatch(KnownRebalance::isOver))
                : watch.follow(() -> List.of(lastOf(rebalances, ofShardSet.get())), all -> isOver(all.getFirst()));
        last.stream()
                .filter(rebalance -> !rebalance.isCompleted())
                .forEach(rebalance -> line.getErr()
                        .println("Rebalance %s is %s: %s"
                                .formatted(rebalance.name(), rebalance.phase(), rebalance.message())));
        return last.stream().allMatch(KnownRebalance::isCompleted) ? ExitCodes.OK : ExitCodes.REFUSED;
    }

    private List<KnownRebalance> named(Rebalances rebalances) throws InputException, SituationException {
        var found = new ArrayList<KnownRebalance>();
        for (String name : names) {
            found.add(rebalances.find(name));
        }
        return found;
    }

    private static KnownRebalance lastOf(Rebalances rebalances, String shardSet)
            throws InputException, SituationException {
        var all = rebalances.list(Optional.of(shardSet));
        if (all.isEmpty()) {
            throw new SituationException(
                    SituationException.Kind.NO_CLUSTER,
                    "ShardSet " + shardSet + " has no rebalance in this namespace: choose another with -n");
        }
        return all.getLast();
    }

    private boolean isOver(KnownRebalance rebalance) {
        supersededLooks = rebalance.isSuperseded() ? supersededLooks + 1 : 0;
        return rebalance.isSuperseded() ? supersededLooks >= SUCCESSOR_WITHIN : rebalance.isOver();
    }
}
