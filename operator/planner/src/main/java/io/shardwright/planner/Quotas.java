package io.shardwright.planner;

import java.util.List;

/**
 * The quota of every shard; together they are all partitions.
 *
 * @param partitions the number of partitions
 * @param totalWeight the sum of weights, above 0
 * @param shards by ascending shard
 */
public record Quotas(int partitions, long totalWeight, List<Quota> shards) implements QuotaResult {

    /** @throws IllegalArgumentException if the quotas don't add up, or aren't in ascending order of shards */
    public Quotas {
        shards = List.copyOf(shards);
        long sum = 0;
        int last = -1;
        for (var quota : shards) {
            if (quota.shard().ordinal() <= last) {
                throw new IllegalArgumentException("shard " + quota.shard() + " is out of order");
            }
            last = quota.shard().ordinal();
            sum += quota.partitions();
        }
        if (sum != partitions) {
            throw new IllegalArgumentException("quotas add up to " + sum + " of " + partitions + " partitions");
        }
    }

    /** The partitions a shard is to own; 0 for a shard that isn't among them. */
    public int of(ShardId shard) {
        return of(shard.ordinal());
    }

    private int of(int ordinal) {
        int low = 0;
        int high = shards.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = shards.get(middle).shard().ordinal();
            if (found == ordinal) {
                return shards.get(middle).partitions();
            }
            if (found < ordinal) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return 0;
    }
}
