package io.shardwright.cli.preview;

import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan means for one partition or one shard, and why.
 *
 * @param facts by name, in the order in which to show them
 * @param why one sentence a line
 */
public record Explanation(Map<String, Object> facts, List<String> why) {

    /** The place of a partition. */
    public static Explanation ofPartition(Preview preview, int partition) {
        var plan = preview.plan();
        int now = plan.current().toArray()[partition];
        int then = plan.target().toArray()[partition];
        var facts = new LinkedHashMap<String, Object>();
        var why = new ArrayList<String>();
        facts.put("partition", partition);
        facts.put("of", plan.current().partitions());
        facts.put("now", now == Ownership.UNOWNED ? "no shard" : "shard " + now);
        facts.put("then", "shard " + then);
        preview.situation().start().table().ifPresent(table -> {
            facts.put("epoch", table.partitionEpoch(partition));
            facts.put("mapEpoch", table.epoch());
        });
        preview.loads().ifPresent(loads -> {
            facts.put("load", loads.load(partition));
            facts.put("bytes", loads.bytes(partition));
        });
        if (now == Ownership.UNOWNED) {
            why.add("it has no owner yet, and shard " + then + " has room for it");
        } else if (now == then) {
            why.add("it stays: a shard keeps its lowest-numbered partitions up to its quota");
        } else {
            facts.put(
                    "batch",
                    batch(plan.batches(), partition) + " of " + plan.batches().size());
            why.add(plan.explain(new ShardId(now)));
            why.add("a shard keeps its lowest-numbered partitions up to its quota, and this one is beyond it");
        }
        why.add(plan.explain(new ShardId(then)));
        return new Explanation(facts, why);
    }

    private static int batch(List<MoveBatch> batches, int partition) {
        for (int i = 0; i < batches.size(); i++) {
            if (batches.get(i).partitions().contains(partition)) {
                return i + 1;
            }
        }
        throw new IllegalStateException("partition " + partition + " moves in no batch");
    }

    /** The share of a shard. */
    public static Explanation ofShard(Preview preview, ShardLine line) {
        var plan = preview.plan();
        var facts = new LinkedHashMap<String, Object>();
        facts.put("shard", line.shard().ordinal());
        line.nodeClass().ifPresent(name -> facts.put("class", name));
        line.weight().ifPresent(weight -> facts.put("weight", weight.weight().weight()));
        facts.put("weightOfAll", plan.quotas().totalWeight());
        facts.put("fair", Math.round(line.fair() * 100) / 100.0);
        facts.put("now", line.now());
        facts.put("then", line.then());
        facts.put("ownsNow", plan.current().partitionsOf(line.shard()).toString());
        facts.put("ownsThen", plan.target().partitionsOf(line.shard()).toString());
        preview.loads()
                .ifPresent(loads -> facts.put(
                        "bytesNow",
                        plan.current().partitionsOf(line.shard()).stream()
                                .mapToLong(loads::bytes)
                                .sum()));
        facts.put("gives", transfers(preview, line.shard(), true));
        facts.put("takes", transfers(preview, line.shard(), false));
        return new Explanation(facts, List.of(plan.explain(line.shard())));
    }

    private static List<String> transfers(Preview preview, ShardId shard, boolean out) {
        return preview.transfers().stream()
                .filter(transfer -> (out ? transfer.from() : transfer.to()).equals(shard))
                .map(transfer -> transfer.partitions().size()
                        + (out ? " to shard " + transfer.to() : " from shard " + transfer.from()))
                .toList();
    }
}
