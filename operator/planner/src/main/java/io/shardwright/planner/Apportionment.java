package io.shardwright.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides partitions among shards in proportion to their weights.
 *
 * <p>With fair share f<sub>i</sub> = w<sub>i</sub>P ÷ W, each shard gets ⌊f<sub>i</sub>⌋, and the R = P − Σ⌊f<sub>i</sub>⌋
 * partitions left go one each to shards with a fraction. Who gets one of the R, in order:
 *
 * <ol>
 *   <li>a shard that owns more than its floor now: it keeps one it would otherwise lose, which saves a move;
 *   <li>the smaller ⌈f<sub>i</sub>⌉ ÷ f<sub>i</sub>: the shard that is overfull by the smallest part of what it is fit for;
 *   <li>the lower shard.
 * </ol>
 *
 * <p>So of all divisions that keep every shard within one partition of its fair share and move as little, this has the
 * smallest max load ÷ fair share, which is the figure that {@link Balance} shows: the largest shard sets how much all of
 * them can take. (Hamilton's largest remainders would make the largest |load − fair share| smallest instead, and round
 * small shards up as readily as large ones. D'Hondt's method, which minimises the ratio over all divisions, may put a
 * large shard more than one partition above its fair share.)
 *
 * <p>Postconditions: the quotas add up to all partitions; each is its fair share rounded down or up; weight 0 gives 0.
 * All arithmetic is in whole numbers, exact by the bounds of {@link ShardWeight}. O(n log n) for n shards.
 */
public final class Apportionment {

    private Apportionment() {}

    /**
     * Quotas for shards that own nothing yet.
     *
     * @param partitions at least 1
     * @param weights one for each shard, in any order
     * @return {@link Quotas}, or {@link RefusalReason#NO_SHARDS} or {@link RefusalReason#NO_WEIGHT}
     * @throws IllegalArgumentException if there is no partition, or two weights for one shard
     */
    public static QuotaResult apportion(int partitions, List<ShardWeight> weights) {
        return apportion(Ownership.empty(partitions), weights);
    }

    /**
     * Quotas that let shards keep as much as possible of what they own.
     *
     * @param current what the shards own now
     * @param weights one for each shard that is to own partitions, in any order
     * @return {@link Quotas}, or {@link RefusalReason#NO_SHARDS} or {@link RefusalReason#NO_WEIGHT}
     * @throws IllegalArgumentException if there are two weights for one shard
     */
    public static QuotaResult apportion(Ownership current, List<ShardWeight> weights) {
        var sorted = sortedByShard(weights);
        long total = sorted.stream().mapToLong(ShardWeight::weight).sum();
        if (sorted.isEmpty()) {
            return new Refused(
                    RefusalReason.NO_SHARDS, "there is no shard to own a partition", "set spec.shards to at least 1");
        }
        if (total == 0) {
            return new Refused(
                    RefusalReason.NO_WEIGHT,
                    "all " + sorted.size() + " shards have weight 0, so none may own a partition",
                    "give at least one shard or node class a weight above 0");
        }
        var shares = new ArrayList<Quota>(sorted.size());
        int left = current.partitions();
        for (var weight : sorted) {
            var share = atFloor(weight, current.partitions(), total);
            shares.add(share);
            left -= share.floor();
        }
        return new Quotas(current.partitions(), total, roundUp(shares, left, current));
    }

    /** ⌊wP ÷ W⌋ with its rest. The product is below 2^62. */
    private static Quota atFloor(ShardWeight weight, int partitions, long total) {
        long product = weight.weight() * partitions;
        int floor = (int) (product / total);
        return new Quota(weight, floor, product % total, floor);
    }

    private static List<Quota> roundUp(List<Quota> shares, int left, Ownership current) {
        var rounded = new ArrayList<>(shares);
        IntStream.range(0, shares.size())
                .boxed()
                .filter(i -> shares.get(i).remainder() > 0)
                .sorted(Comparator.comparing((Integer i) -> !ownsMoreThanFloor(current, shares.get(i)))
                        .thenComparing(shares::get, Apportionment::byOverFairRoundedUp)
                        .thenComparing(Comparator.naturalOrder()))
                .limit(left)
                .forEach(i -> rounded.set(i, shares.get(i).roundedUp()));
        return rounded;
    }

    /** Compares ⌈f⌉ ÷ f, which is ⌈f⌉ ÷ w times a constant. The products are below 2^62. */
    private static int byOverFairRoundedUp(Quota one, Quota other) {
        return Long.compare(
                one.ceiling() * other.weight().weight(),
                other.ceiling() * one.weight().weight());
    }

    private static boolean ownsMoreThanFloor(Ownership current, Quota share) {
        return current.count(share.shard()) > share.floor();
    }

    /** The weights by ascending shard; refuses two for one shard. */
    static List<ShardWeight> sortedByShard(List<ShardWeight> weights) {
        var sorted = weights.stream()
                .sorted(Comparator.comparing(ShardWeight::shard))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).shard().equals(sorted.get(i - 1).shard())) {
                throw new IllegalArgumentException("shard " + sorted.get(i).shard() + " has two weights");
            }
        }
        return sorted;
    }
}
