package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.rebalance.KnownRebalance;
import io.shardwright.cli.rebalance.RebalanceText;
import io.shardwright.cli.situation.SituationException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rebalance approve}. */
@Command(
        name = "approve",
        sortOptions = false,
        description =
                "Approves the plan of a rebalance, so that its moves begin. Without --plan it shows the plan first, and asks.")
final class RebalanceApproveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The rebalance.")
    String name = "";

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            description = "The plan's hash, as you have seen it: any other plan is refused.")
    @Nullable
    String plan;

    @Option(
            names = {"-y", "--yes"},
            description = "Approve whatever the plan is now, without being asked.")
    boolean yes;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    RebalanceApproveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InputException, SituationException {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var rebalances = cluster.rebalances(surroundings);
        var found = rebalances.find(name);
        if (plan != null && !plan.equals(found.hash())) {
            throw new InputException(
                    Position.of("--plan"),
                    "%s is not the plan of Rebalance %s, which is %s: look at it with kubectl shards rebalance show %s"
                            .formatted(plan, name, found.hash(), name));
        }
        RebalanceEdit.requireOpen(found);
        if (plan == null && !yes && !isAgreed(found, out)) {
            out.println("not approved");
            return ExitCodes.REFUSED;
        }
        rebalances.set(name, "approvedPlan", "\"" + found.hash() + "\"");
        out.println("Rebalance %s: plan %s is approved".formatted(name, found.hash()));
        return ExitCodes.OK;
    }

    private boolean isAgreed(KnownRebalance found, PrintWriter out) throws InputException {
        if (!surroundings.isTerminal()) {
            throw new InputException(
                    Position.of("--plan"),
                    "is missing, and there is no terminal to ask on: state the hash (%s is the plan now), or --yes"
                            .formatted(found.hash()));
        }
        out.print(RebalanceText.facts(found));
        out.print("approve this plan? [y/N] ");
        out.flush();
        String answer = surroundings.answer().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }
}
