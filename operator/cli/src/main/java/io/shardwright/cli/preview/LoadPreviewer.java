package io.shardwright.cli.preview;

import io.shardwright.cli.loads.PartitionLoads;
import io.shardwright.cli.situation.Situation;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.loads.LoadPlan;
import io.shardwright.planner.loads.LoadPlanner;
import io.shardwright.planner.loads.LoadRequest;
import io.shardwright.planner.loads.LoadResult;
import io.shardwright.planner.loads.LoadShard;
import io.shardwright.planner.loads.Loads;
import io.shardwright.planner.loads.ShardLoad;
import io.shardwright.resolver.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans for a ShardSet by measured loads. What a shard can hold is the part of its volume that data may fill. */
final class LoadPreviewer {
    private LoadPreviewer() {}

    static PreviewResult preview(Situation situation, Resolved resolved, PartitionLoads loads, PlanInputs inputs) {
        var request = LoadRequest.of(
                        situation.start().ownership(),
                        shards(situation, resolved, loads),
                        Loads.of(loads.loads(), loads.bytes()))
                .withTolerance(inputs.tolerance())
                .withLimits(inputs.limits());
        return switch (LoadPlanner.plan(request)) {
            case LoadResult.Impossible(var refused) ->
                new NoPlan(situation, "spec.shards", refused.why(), refused.fix());
            case LoadResult.Planned(LoadPlan plan) -> preview(situation, resolved, loads, plan);
        };
    }

    private static List<LoadShard> shards(Situation situation, Resolved resolved, PartitionLoads loads) {
        var shards = new ArrayList<LoadShard>();
        for (int i = 0; i < resolved.placements().size(); i++) {
            var shard = LoadShard.of(resolved.shardWeights().get(i));
            long usable = resolved.placements()
                    .get(i)
                    .volume(situation.wanted().spec())
                    .usableBytes();
            shards.add(loads.hasBytes() ? shard.withByteCapacity(usable) : shard);
        }
        return shards;
    }

    private static Preview preview(Situation situation, Resolved resolved, PartitionLoads loads, LoadPlan plan) {
        Map<ShardId, ShardLoad> byShard =
                plan.shards().stream().collect(Collectors.toMap(ShardLoad::shard, Function.identity()));
        List<MoveBatch> batches =
                plan.waves().stream().flatMap(wave -> wave.batches().stream()).toList();
        var remarks = Stream.concat(
                        plan.hot().stream().map(hot -> new Remark(PartitionSet.of(hot.partition()), hot.toString())),
                        plan.stays().stream().map(stay -> new Remark(stay.partitions(), stay.toString())))
                .toList();
        return new Preview(
                situation,
                plan.current(),
                plan.target(),
                batches,
                totals(resolved, loads, plan),
                Optional.of(loads),
                new ShardLines(situation, resolved, plan.current(), plan.target())
                        .all(shard -> Optional.ofNullable(byShard.get(shard)), shard -> why(shard, byShard)),
                Transfer.of(batches, Optional.of(loads)),
                remarks,
                plan.summary());
    }

    private static Totals totals(Resolved resolved, PartitionLoads loads, LoadPlan plan) {
        return new Totals(
                ShardLines.weight(resolved),
                plan.figures().moves(),
                plan.figures().movesLowerBound(),
                plan.current().unowned(),
                loads.hasBytes() ? Optional.of(plan.figures().bytes()) : Optional.empty(),
                loads.hasBytes() ? Optional.of(plan.figures().bytesLowerBound()) : Optional.empty(),
                Totals.Evenness.of(plan.before()),
                Totals.Evenness.of(plan.after()));
    }

    private static String why(ShardId shard, Map<ShardId, ShardLoad> byShard) {
        return Optional.ofNullable(byShard.get(shard))
                .map(load -> String.format(
                        Locale.ROOT,
                        "shard %s goes from a load of %d to %d: weight %d is a fair share of %.2f",
                        shard,
                        load.loadBefore(),
                        load.loadAfter(),
                        load.weight(),
                        load.fairShare()))
                .orElse("shard " + shard + " gives all it has: it is not among the shards wanted");
    }
}
