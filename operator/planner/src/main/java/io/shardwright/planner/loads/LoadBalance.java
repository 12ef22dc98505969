package io.shardwright.planner.loads;

import io.shardwright.planner.ShardId;
import java.util.Locale;
import java.util.Optional;

/**
 * How far loads are from fair.
 *
 * @param maxOverFair the largest load ÷ fair share over shards with a weight; 1 is perfect
 * @param fullest the shard at which it occurs, the lowest such; empty if there is no load
 * @param attainable the best any ownership could reach, as far as single partitions tell: the largest partition ÷ the
 *     largest fair share, at least 1
 * @param stranded partitions on shards that are drained or no longer wanted
 * @param unowned partitions without an owner
 */
public record LoadBalance(double maxOverFair, Optional<ShardId> fullest, double attainable, int stranded, int unowned) {

    /** Such as {@code 1.046 × fair (shard 2), 12 on drained or removed shards, 3 unowned}. */
    @Override
    public String toString() {
        var text = new StringBuilder(String.format(Locale.ROOT, "%.3f × fair", maxOverFair));
        fullest.ifPresent(shard -> text.append(" (shard ").append(shard).append(')'));
        if (attainable > 1.0005) {
            text.append(String.format(Locale.ROOT, ", at best %.3f", attainable));
        }
        if (stranded > 0) {
            text.append(", ").append(stranded).append(" on drained or removed shards");
        }
        if (unowned > 0) {
            text.append(", ").append(unowned).append(" unowned");
        }
        return text.toString();
    }
}
