package io.shardwright.cli.output;

import io.shardwright.cli.preview.NoPlan;
import io.shardwright.cli.preview.Preview;
import io.shardwright.cli.preview.PreviewResult;
import io.shardwright.cli.preview.ShardLine;
import io.shardwright.cli.preview.Totals;
import io.shardwright.cli.preview.Transfer;
import io.shardwright.cli.situation.Situation;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.loads.ShardLoad;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan for machines. Fields may be added; none changes its meaning or goes. */
public final class PlanTree {
    private PlanTree() {}

    /** All plans in one tree, also when there is only one. */
    public static Map<String, Object> of(List<PreviewResult> results) {
        return Map.of("plans", results.stream().map(PlanTree::of).toList());
    }

    private static Map<String, Object> of(PreviewResult result) {
        return switch (result) {
            case NoPlan no -> {
                var tree = head(no.situation());
                tree.put("refused", fields("field", no.field(), "why", no.why(), "fix", no.fix()));
                yield tree;
            }
            case Preview preview -> {
                var tree = head(preview.situation());
                tree.put("totals", totals(preview));
                tree.put(
                        "shards", preview.shards().stream().map(PlanTree::shard).toList());
                tree.put(
                        "transfers",
                        preview.transfers().stream().map(PlanTree::transfer).toList());
                tree.put(
                        "batches",
                        preview.batches().stream().map(PlanTree::batch).toList());
                yield tree;
            }
        };
    }

    private static Map<String, Object> head(Situation situation) {
        var tree = fields("name", situation.wanted().name());
        var start = fields(
                "origin",
                situation.start().origin().name(),
                "text",
                situation.start().text());
        situation.start().table().map(OwnershipTable::epoch).ifPresent(epoch -> start.put("epoch", epoch));
        tree.put("now", start);
        tree.put("notes", situation.notes());
        return tree;
    }

    private static Map<String, Object> totals(Preview preview) {
        var totals = preview.totals();
        var tree = fields(
                "partitions", preview.target().partitions(),
                "weight", totals.weight(),
                "moves", totals.moves(),
                "movesLowerBound", totals.movesLowerBound(),
                "firstOwners", totals.firstOwners(),
                "before", evenness(totals.before()),
                "after", evenness(totals.after()));
        totals.bytes().ifPresent(bytes -> tree.put("bytes", bytes));
        totals.bytesLowerBound().ifPresent(bytes -> tree.put("bytesLowerBound", bytes));
        return tree;
    }

    private static Map<String, Object> evenness(Totals.Evenness evenness) {
        var tree = fields("maxOverFair", Figures.rounded(evenness.maxOverFair()));
        evenness.fullest().ifPresent(shard -> tree.put("fullest", shard.ordinal()));
        tree.put("stranded", evenness.stranded());
        tree.put("unowned", evenness.unowned());
        return tree;
    }

    private static Map<String, Object> load(ShardLoad load) {
        return fields(
                "now", load.loadBefore(),
                "then", load.loadAfter(),
                "fair", Figures.rounded(load.fairShare()),
                "bytesNow", load.bytesBefore(),
                "bytesThen", load.bytesAfter());
    }

    /** The fields of one shard. */
    static Map<String, Object> shard(ShardLine line) {
        var tree = fields("shard", line.shard().ordinal());
        line.nodeClass().ifPresent(name -> tree.put("class", name));
        line.weight().ifPresent(weight -> {
            tree.put("weight", weight.weight().weight());
            tree.put("weightWhy", weight.why());
        });
        tree.put("weightFrom", PlanReport.source(line));
        tree.putAll(fields(
                "now", line.now(),
                "then", line.then(),
                "fair", Figures.rounded(line.fair()),
                "in", line.in(),
                "out", line.out()));
        line.load().ifPresent(load -> tree.put("load", load(load)));
        return tree;
    }

    /** The fields of what goes between two shards. */
    static Map<String, Object> transfer(Transfer transfer) {
        var tree = fields(
                "from", transfer.from().ordinal(),
                "to", transfer.to().ordinal(),
                "count", transfer.partitions().size(),
                "batches", transfer.batches(),
                "partitions", transfer.partitions().toString());
        transfer.bytes().ifPresent(bytes -> tree.put("bytes", bytes));
        return tree;
    }

    private static Map<String, Object> batch(MoveBatch batch) {
        return fields(
                "from", batch.from().ordinal(),
                "to", batch.to().ordinal(),
                "partitions", batch.partitions().toString());
    }

    /** Names and values in turn, in this order. */
    static Map<String, Object> fields(Object... namesAndValues) {
        var tree = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return tree;
    }
}
