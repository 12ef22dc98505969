package io.shardwright.bench.rendezvous;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardWeight;
import java.util.List;

/**
 * Weighted rendezvous hashing: each partition belongs to the shard with the highest score w ÷ −ln h, h a hash of partition
 * and shard, uniform in (0, 1).
 *
 * <p>A shard wins with probability proportional to its weight, and a change of one weight moves only partitions to or from
 * that shard. It looks neither at loads nor at the present ownership, so its balance is that of chance. O(P × n).
 *
 * <p>Highest random weight is by Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (IEEE/ACM
 * Transactions on Networking 6(1), 1998); the logarithmic score is by Schindelhauer and Schomaker, "Weighted distributed
 * hash tables" (SPAA 2005).
 */
public final class WeightedRendezvous {

    private WeightedRendezvous() {}

    /** The ownership by hash alone; shards with weight 0 own nothing. */
    public static Ownership assign(int partitions, List<ShardWeight> weights, long seed) {
        int[] owners = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            double best = Double.NEGATIVE_INFINITY;
            for (var weight : weights) {
                double score = weight.weight()
                        / -Math.log(uniform(seed, partition, weight.shard().ordinal()));
                if (score > best) {
                    best = score;
                    owners[partition] = weight.shard().ordinal();
                }
            }
        }
        return Ownership.of(owners);
    }

    /** Above 0 and below 1, from 53 bits of the hash. */
    private static double uniform(long seed, int partition, int shard) {
        long hash = mixed(mixed(seed) ^ mixed(((long) partition << 32) | shard));
        return ((hash >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), after one step of its sequence. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
