package io.shardwright.bench.measure;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardWeight;
import java.util.Arrays;
import java.util.List;

/**
 * Where a planner, whichever, took an ownership.
 *
 * @param current before
 * @param target after; every partition owned by one of the shards with a weight
 */
public record Outcome(Ownership current, Ownership target) {

    /**
     * How even loads are. With the fair share of a shard = all load × its weight ÷ sum of weights:
     *
     * @param maxOverFair the largest load ÷ fair share; 1 is perfect
     * @param minOverFair the smallest load ÷ fair share; 1 is perfect
     * @param furthest the largest |load − fair share|, in the unit of the load
     * @param maxOverOwn the largest load ÷ the greater of fair share and the shard's own largest partition: 1 is as even as
     *     the size of partitions allows
     */
    public record Evenness(double maxOverFair, double minOverFair, double furthest, double maxOverOwn) {}

    /** Evenness with every partition as heavy as any other; {@code furthest} in partitions. */
    public Evenness evenness(List<ShardWeight> weights) {
        long[] one = new long[target.partitions()];
        Arrays.fill(one, 1);
        return evenness(weights, one);
    }

    /** Evenness of loads, one a partition. */
    public Evenness evenness(List<ShardWeight> weights, long[] load) {
        int highest = weights.stream().mapToInt(w -> w.shard().ordinal()).max().orElse(0);
        long[] onShard = new long[highest + 1];
        long[] largest = new long[highest + 1];
        int[] owners = target.toArray();
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] < 0 || owners[partition] > highest) {
                throw new IllegalStateException("partition " + partition + " is on shard " + owners[partition]
                        + ", which isn't one of those wanted");
            }
            onShard[owners[partition]] += load[partition];
            largest[owners[partition]] = Math.max(largest[owners[partition]], load[partition]);
        }
        double perWeight = (double) Arrays.stream(load).sum()
                / weights.stream().mapToLong(ShardWeight::weight).sum();
        double max = 0;
        double min = Double.MAX_VALUE;
        double furthest = 0;
        double overOwn = 0;
        for (var weight : weights) {
            double fair = weight.weight() * perWeight;
            double own = onShard[weight.shard().ordinal()];
            max = Math.max(max, own / fair);
            min = Math.min(min, own / fair);
            furthest = Math.max(furthest, Math.abs(own - fair));
            overOwn = Math.max(
                    overOwn, own / Math.max(fair, largest[weight.shard().ordinal()]));
        }
        return new Evenness(max, min, furthest, overOwn);
    }

    /** Partitions that had an owner and have another. */
    public int moves() {
        long[] one = new long[target.partitions()];
        Arrays.fill(one, 1);
        return (int) moved(one);
    }

    /** The sum over partitions that had an owner and have another, of their bytes for instance. */
    public long moved(long[] each) {
        int[] before = current.toArray();
        int[] after = target.toArray();
        long sum = 0;
        for (int partition = 0; partition < before.length; partition++) {
            boolean moves = before[partition] != Ownership.UNOWNED && before[partition] != after[partition];
            sum += moves ? each[partition] : 0;
        }
        return sum;
    }
}
