package io.shardwright.planner.loads;

import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.OptionalLong;

/**
 * A shard that partitions may be given to.
 *
 * @param weight relative capacity, 0 to {@value ShardWeight#MAX_WEIGHT}; 0 drains the shard
 * @param byteCapacity what it can hold at most, 0 or more; empty: not bounded
 * @param domain the failure domain it is in, such as a zone; empty: a domain of its own
 */
public record LoadShard(ShardId shard, long weight, OptionalLong byteCapacity, String domain) {

    /** @throws IllegalArgumentException if the weight or the capacity is out of range */
    public LoadShard {
        new ShardWeight(shard, weight);
        if (byteCapacity.orElse(0) < 0) {
            throw new IllegalArgumentException("shard " + shard + " can hold " + byteCapacity.getAsLong() + " bytes");
        }
    }

    /** A shard with no bound on its bytes, in a failure domain of its own. */
    public static LoadShard of(ShardWeight weight) {
        return new LoadShard(weight.shard(), weight.weight(), OptionalLong.empty(), "");
    }

    /** This shard with a bound on what it can hold. */
    public LoadShard withByteCapacity(long bytes) {
        return new LoadShard(shard, weight, OptionalLong.of(bytes), domain);
    }

    /** This shard in a failure domain. */
    public LoadShard in(String failureDomain) {
        return new LoadShard(shard, weight, byteCapacity, failureDomain);
    }

    public boolean drained() {
        return weight == 0;
    }
}
