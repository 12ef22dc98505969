package io.shardwright.cli.preview;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.loads.LoadsReader;
import io.shardwright.cli.loads.PartitionLoads;
import io.shardwright.cli.situation.Situation;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.Refused;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.Weights;
import io.shardwright.resolver.Resolved;
import io.shardwright.resolver.ShardSetResolver;
import io.shardwright.resolver.Unresolvable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Plans for a ShardSet with the code that the operator plans with. */
public final class Previewer {
    private Previewer() {}

    /**
     * The plan, or why there can be none.
     *
     * @param loads file with measured loads
     * @throws InputException if that file is wrong
     */
    public static PreviewResult preview(Situation situation, Optional<InputFile> loads) throws InputException {
        var spec = situation.wanted().spec();
        var measured = loads.isPresent()
                ? Optional.of(LoadsReader.read(loads.get(), spec.partitions()))
                : Optional.<PartitionLoads>empty();
        return switch (ShardSetResolver.resolve(spec, situation.classes())) {
            case Unresolvable no -> new NoPlan(situation, no.field(), no.why(), no.fix());
            case Resolved resolved -> plan(situation, resolved, measured);
        };
    }

    private static PreviewResult plan(Situation situation, Resolved resolved, Optional<PartitionLoads> loads) {
        var request = PlanRequest.of(situation.start().ownership(), resolved.shardWeights());
        return switch (Planner.plan(request)) {
            case Refused refused -> new NoPlan(situation, "spec.shards", refused.why(), refused.fix());
            case PlanResult.Planned(Plan plan) ->
                new Preview(situation, resolved, plan, loads, lines(situation, resolved, plan), transfers(plan, loads));
        };
    }

    private static List<ShardLine> lines(Situation situation, Resolved resolved, Plan plan) {
        int ordinals = Math.max(
                resolved.placements().size(),
                plan.current().counts().isEmpty()
                        ? 0
                        : plan.current().counts().lastKey().ordinal() + 1);
        int[] in = new int[ordinals];
        int[] out = new int[ordinals];
        int[] now = plan.current().toArray();
        int[] then = plan.target().toArray();
        for (int partition = 0; partition < now.length; partition++) {
            if (now[partition] != then[partition]) {
                in[then[partition]]++;
                if (now[partition] != Ownership.UNOWNED) {
                    out[now[partition]]++;
                }
            }
        }
        var shards = new TreeSet<>(plan.current().counts().keySet());
        resolved.placements().forEach(placement -> shards.add(placement.shard()));
        var lines = new ArrayList<ShardLine>();
        for (var shard : shards) {
            Optional<Weights.Sourced> weight =
                    shard.ordinal() < resolved.placements().size()
                            ? Optional.of(resolved.weights().shards().get(shard.ordinal()))
                            : Optional.empty();
            double fair = weight.map(w -> (double) w.weight().weight()
                            * plan.target().partitions()
                            / plan.quotas().totalWeight())
                    .orElse(0.0);
            lines.add(new ShardLine(
                    shard,
                    resolved.assignment().of(shard).or(() -> situation.classes().of(shard)),
                    weight,
                    plan.current().count(shard),
                    plan.target().count(shard),
                    fair,
                    in[shard.ordinal()],
                    out[shard.ordinal()]));
        }
        return lines;
    }

    private record Pair(ShardId from, ShardId to) {}

    private static List<Transfer> transfers(Plan plan, Optional<PartitionLoads> loads) {
        var pairs = new LinkedHashMap<Pair, List<MoveBatch>>();
        for (var batch : plan.batches()) {
            pairs.computeIfAbsent(new Pair(batch.from(), batch.to()), pair -> new ArrayList<>())
                    .add(batch);
        }
        var transfers = new ArrayList<Transfer>();
        pairs.forEach((pair, batches) -> {
            var partitions = PartitionRanges.of(batches.stream().flatMapToInt(batch -> batch.partitions().stream()));
            var bytes = loads.filter(PartitionLoads::hasBytes)
                    .map(known -> partitions.stream().mapToLong(known::bytes).sum());
            transfers.add(new Transfer(pair.from(), pair.to(), partitions, batches.size(), bytes));
        });
        return transfers;
    }
}
