package io.shardwright.router.rig;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.PartitionRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Ownership maps made from functions. */
public final class Maps {
    private Maps() {}

    /**
     * A map.
     *
     * @param owner owner of a partition, below 0 for nobody
     * @param partitionEpoch the partition's own epoch
     */
    public static OwnershipMap of(
            long epoch, int partitions, IntUnaryOperator owner, IntToLongFunction partitionEpoch) {
        Map<Integer, TreeSet<Integer>> owned = new TreeMap<>();
        Map<Long, TreeSet<Integer>> moved = new TreeMap<>();
        for (int p = 0; p < partitions; p++) {
            if (owner.applyAsInt(p) >= 0) {
                owned.computeIfAbsent(owner.applyAsInt(p), s -> new TreeSet<>()).add(p);
            }
            moved.computeIfAbsent(partitionEpoch.applyAsLong(p), e -> new TreeSet<>())
                    .add(p);
        }
        List<OwnershipMap.ShardRanges> shards = new ArrayList<>();
        owned.forEach((shard, set) -> shards.add(new OwnershipMap.ShardRanges(shard, text(set))));
        List<EpochRanges> epochs = new ArrayList<>();
        moved.forEach((e, set) -> {
            if (e > 1) {
                epochs.add(new EpochRanges(e, text(set)));
            }
        });
        return new OwnershipMap(Router.UID, epoch, partitions, shards, epochs);
    }

    /** A map in which every partition's own epoch is the same. */
    public static OwnershipMap of(long epoch, int partitions, IntUnaryOperator owner) {
        return of(epoch, partitions, owner, p -> 1);
    }

    private static String text(TreeSet<Integer> partitions) {
        return PartitionRanges.of(partitions.stream().flatMapToInt(IntStream::of))
                .toString();
    }
}
