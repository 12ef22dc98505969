package io.shardwright.cli.preview;

import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan means for one partition or one shard, and why.
 *
 * @param facts by name, in the order in which to show them
 * @param why one sentence a line
 */
public record Explanation(Map<String, Object> facts, List<String> why) {

    /** The place of a partition. */
    public static Explanation ofPartition(Preview preview, int partition) {
        int now = preview.current().toArray()[partition];
        int then = preview.target().toArray()[partition];
        var facts = new LinkedHashMap<String, Object>();
        var why = new ArrayList<String>();
        facts.put("partition", partition);
        facts.put("of", preview.current().partitions());
        facts.put("now", shard(now));
        facts.put("then", shard(then));
        preview.situation().start().table().ifPresent(table -> {
            facts.put("epoch", table.partitionEpoch(partition));
            facts.put("mapEpoch", table.epoch());
        });
        preview.loads().ifPresent(loads -> {
            facts.put("load", loads.load(partition));
            facts.put("bytes", loads.bytes(partition));
        });
        if (now != then && now != Ownership.UNOWNED) {
            facts.put(
                    "batch",
                    batch(preview.batches(), partition) + " of "
                            + preview.batches().size());
            line(preview, now).ifPresent(line -> why.add(line.why()));
        }
        why.add(rule(preview, now, then));
        preview.remarks().stream()
                .filter(remark -> remark.partitions().contains(partition))
                .forEach(remark -> why.add(remark.text()));
        line(preview, then).ifPresent(line -> why.add(line.why()));
        return new Explanation(facts, why);
    }

    private static String shard(int ordinal) {
        return ordinal == Ownership.UNOWNED ? "no shard" : "shard " + ordinal;
    }

    private static Optional<ShardLine> line(Preview preview, int ordinal) {
        return preview.shards().stream()
                .filter(line -> line.shard().ordinal() == ordinal)
                .findFirst();
    }

    /** The rule of the planner by which the partition goes or stays. */
    private static String rule(Preview preview, int now, int then) {
        boolean byLoad = preview.loads().isPresent();
        if (now == Ownership.UNOWNED) {
            return "it has no owner yet, and goes where there is room";
        }
        if (now == then) {
            return byLoad
                    ? "it stays: moving it isn't needed for loads near the fair share"
                    : "it stays: a shard keeps its lowest-numbered partitions up to its quota";
        }
        return byLoad
                ? "it is among those that bring loads near the fair share for the fewest bytes"
                : "a shard keeps its lowest-numbered partitions up to its quota, and this one is beyond it";
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
        var facts = new LinkedHashMap<String, Object>();
        facts.put("shard", line.shard().ordinal());
        line.nodeClass().ifPresent(name -> facts.put("class", name));
        line.weight().ifPresent(weight -> {
            facts.put("weight", weight.weight().weight());
            facts.put("weightFrom", weight.why());
        });
        facts.put("weightOfAll", preview.totals().weight());
        facts.put("fair", Math.round(line.fair() * 100) / 100.0);
        facts.put("now", line.now());
        facts.put("then", line.then());
        facts.put("ownsNow", preview.current().partitionsOf(line.shard()).toString());
        facts.put("ownsThen", preview.target().partitionsOf(line.shard()).toString());
        preview.loads()
                .ifPresent(loads -> facts.put(
                        "bytesNow",
                        preview.current().partitionsOf(line.shard()).stream()
                                .mapToLong(loads::bytes)
                                .sum()));
        facts.put("gives", transfers(preview, line.shard(), true));
        facts.put("takes", transfers(preview, line.shard(), false));
        return new Explanation(facts, List.of(line.why()));
    }

    private static List<String> transfers(Preview preview, ShardId shard, boolean out) {
        return preview.transfers().stream()
                .filter(transfer -> (out ? transfer.from() : transfer.to()).equals(shard))
                .map(transfer -> transfer.partitions().size()
                        + (out ? " to shard " + transfer.to() : " from shard " + transfer.from()))
                .toList();
    }
}
