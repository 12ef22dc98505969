package io.shardwright.planner;

import java.util.Locale;
import java.util.Optional;

/**
 * How far an ownership is from the fair one. Figures for people and metrics; no decision depends on them.
 *
 * <p>A drained or removed shard has a fair share of 0, so a ratio would be infinite: its partitions are counted instead.
 *
 * @param maxOverFair the largest of (partitions owned ÷ fair share) over shards with a weight; 1 is perfect
 * @param fullest the shard at which it occurs, the lowest such; empty if no partition is on a shard with a weight
 * @param stranded partitions on shards that are drained or no longer wanted
 * @param unowned partitions without an owner
 */
public record Balance(double maxOverFair, Optional<ShardId> fullest, int stranded, int unowned) {

    /** Measures an ownership against the fair shares behind the quotas. */
    static Balance of(Ownership ownership, Quotas quotas) {
        double fairPerWeight = (double) ownership.partitions() / quotas.totalWeight();
        double worst = 0;
        Optional<ShardId> fullest = Optional.empty();
        int onWeighted = 0;
        for (var quota : quotas.shards()) {
            int owned = ownership.count(quota.shard());
            if (quota.weight().drained() || owned == 0) {
                continue;
            }
            onWeighted += owned;
            double overFair = owned / (quota.weight().weight() * fairPerWeight);
            if (overFair > worst) {
                worst = overFair;
                fullest = Optional.of(quota.shard());
            }
        }
        int stranded = ownership.partitions() - ownership.unowned() - onWeighted;
        return new Balance(worst, fullest, stranded, ownership.unowned());
    }

    /** Such as {@code 1.004 × fair (shard 2), 12 on drained or removed shards, 3 unowned}. */
    @Override
    public String toString() {
        var text = new StringBuilder(String.format(Locale.ROOT, "%.3f × fair", maxOverFair));
        fullest.ifPresent(shard -> text.append(" (shard ").append(shard).append(')'));
        if (stranded > 0) {
            text.append(", ").append(stranded).append(" on drained or removed shards");
        }
        if (unowned > 0) {
            text.append(", ").append(unowned).append(" unowned");
        }
        return text.toString();
    }
}
