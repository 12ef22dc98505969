package io.shardwright.cli.preview;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.loads.LoadsReader;
import io.shardwright.cli.loads.PartitionLoads;
import io.shardwright.cli.situation.Situation;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.Refused;
import io.shardwright.resolver.Resolution;
import io.shardwright.resolver.Resolved;
import io.shardwright.resolver.ShardSetResolver;
import io.shardwright.resolver.Unresolvable;
import java.util.List;
import java.util.Optional;

/** Plans for a ShardSet with the code that the operator plans with. */
public final class Previewer {
    private Previewer() {}

    /**
     * The plan, or why there can be none.
     *
     * @throws InputException if the file with loads is wrong
     */
    public static PreviewResult preview(Situation situation, PlanInputs inputs) throws InputException {
        var spec = situation.wanted().spec();
        var measured = inputs.loads().isPresent()
                ? Optional.of(LoadsReader.read(inputs.loads().get(), spec.partitions()))
                : Optional.<PartitionLoads>empty();
        return switch (resolve(situation, inputs)) {
            case Unresolvable no -> new NoPlan(situation, no.field(), no.why(), no.fix());
            case Resolved resolved ->
                measured.map(known -> LoadPreviewer.preview(situation, resolved, known, inputs))
                        .orElseGet(() -> preview(situation, resolved));
        };
    }

    private static Resolution resolve(Situation situation, PlanInputs inputs) {
        var spec = situation.wanted().spec();
        return ShardSetResolver.resolve(
                spec,
                inputs.axis().orElseGet(() -> ShardSetResolver.axis(spec.growthAxis())),
                situation.classes(),
                NodeFacts.byClass(inputs.nodes(), spec));
    }

    private static PreviewResult preview(Situation situation, Resolved resolved) {
        var request = PlanRequest.of(situation.start().ownership(), resolved.shardWeights());
        return switch (Planner.plan(request)) {
            case Refused refused -> new NoPlan(situation, "spec.shards", refused.why(), refused.fix());
            case PlanResult.Planned(Plan plan) ->
                new Preview(
                        situation,
                        plan.current(),
                        plan.target(),
                        plan.batches(),
                        totals(plan),
                        Optional.empty(),
                        new ShardLines(situation, resolved, plan.current(), plan.target())
                                .all(shard -> Optional.empty(), plan::explain),
                        Transfer.of(plan.batches(), Optional.empty()),
                        List.of(),
                        plan.summary());
        };
    }

    private static Totals totals(Plan plan) {
        return new Totals(
                plan.quotas().totalWeight(),
                plan.moveCount(),
                plan.movesLowerBound(),
                plan.placements(),
                Optional.empty(),
                Optional.empty(),
                Totals.Evenness.of(plan.before()),
                Totals.Evenness.of(plan.after()));
    }
}
