package io.shardwright.planner.loads;

import io.shardwright.planner.ShardId;
import java.util.Locale;

/**
 * A partition that alone exceeds the fair share of the shard it is on, so that no plan can bring that shard to it.
 *
 * @param shard the shard that has it after the plan
 * @param overFair its load ÷ that shard's fair share, above 1
 * @param overLargest its load ÷ the largest fair share of any shard; above 1, no shard could take it
 */
public record HotPartition(int partition, ShardId shard, double overFair, double overLargest) {

    /** Such as {@code partition 17 alone is 2.30 × the fair share of shard 4: spread its keys …}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "partition %d alone is %.2f × the fair share of shard %s: spread its hottest keys over more keys, or give a "
                        + "shard that it fits on more weight",
                partition,
                overFair,
                shard);
    }
}
