package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.rebalance.KnownRebalance;
import io.shardwright.cli.situation.SituationException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommands that write one field of a Rebalance's specification. */
abstract class RebalanceEdit implements Callable<Integer> {
    private final Surroundings surroundings;
    private final String field;
    private final boolean value;
    private final String done;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The rebalance.")
    String name = "";

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    private RebalanceEdit(Surroundings surroundings, String field, boolean value, String done) {
        this.surroundings = surroundings;
        this.field = field;
        this.value = value;
        this.done = done;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        var rebalances = cluster.rebalances(surroundings);
        requireOpen(rebalances.find(name));
        rebalances.set(name, field, Boolean.toString(value));
        Objects.requireNonNull(spec).commandLine().getOut().println("Rebalance " + name + ": " + done);
        return ExitCodes.OK;
    }

    /** Nothing comes of a decision about one that is over. */
    static void requireOpen(KnownRebalance rebalance) throws SituationException {
        if (rebalance.isOver()) {
            throw new SituationException(
                    SituationException.Kind.EDIT_REFUSED,
                    "Rebalance %s is over: %s: %s".formatted(rebalance.name(), rebalance.phase(), rebalance.message()));
        }
    }

    @Command(name = "pause", sortOptions = false, description = "Starts no move for now; those under way end.")
    static final class Pause extends RebalanceEdit {
        Pause(Surroundings surroundings) {
            super(surroundings, "paused", true, "no move is started until it is resumed");
        }
    }

    @Command(name = "resume", sortOptions = false, description = "Goes on after a pause.")
    static final class Resume extends RebalanceEdit {
        Resume(Surroundings surroundings) {
            super(surroundings, "paused", false, "it goes on");
        }
    }

    @Command(
            name = "abort",
            sortOptions = false,
            description =
                    "Stops for good: copies under way are dropped, moves that are decided end, and the status names the "
                            + "ownership that is left. The ShardSet stays there until its shards or weights are edited, or the "
                            + "rebalance is deleted.")
    static final class Abort extends RebalanceEdit {
        Abort(Surroundings surroundings) {
            super(surroundings, "abort", true, "it is being aborted");
        }
    }
}
