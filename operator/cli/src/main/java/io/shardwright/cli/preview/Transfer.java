package io.shardwright.cli.preview;

import io.shardwright.cli.loads.PartitionLoads;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What goes from one shard to another.
 *
 * @param batches in how many batches
 * @param bytes measured; empty where none were
 */
public record Transfer(ShardId from, ShardId to, PartitionRanges partitions, int batches, Optional<Long> bytes) {

    private record Pair(ShardId from, ShardId to) {}

    /** The batches by pair of shards, in the order in which the first of each pair starts. */
    static List<Transfer> of(List<MoveBatch> batches, Optional<PartitionLoads> loads) {
        var pairs = new LinkedHashMap<Pair, List<MoveBatch>>();
        for (var batch : batches) {
            pairs.computeIfAbsent(new Pair(batch.from(), batch.to()), pair -> new ArrayList<>())
                    .add(batch);
        }
        var transfers = new ArrayList<Transfer>();
        pairs.forEach((pair, own) -> {
            var partitions = PartitionRanges.of(own.stream().flatMapToInt(batch -> batch.partitions().stream()));
            var bytes = loads.filter(PartitionLoads::hasBytes)
                    .map(known -> partitions.stream().mapToLong(known::bytes).sum());
            transfers.add(new Transfer(pair.from(), pair.to(), partitions, own.size(), bytes));
        });
        return transfers;
    }
}
