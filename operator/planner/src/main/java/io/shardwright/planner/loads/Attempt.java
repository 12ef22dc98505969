package io.shardwright.planner.loads;

import java.util.stream.IntStream;

/**
 * A plan and how well it meets the objectives that come before few bytes.
 *
 * @param begun whether a shard was above the goal by more than noise explains
 * @param unplaced partitions without an owner afterwards, or on shards that are to be emptied
 * @param together partitions that stay in a failure domain with another of their group
 * @param tooMuch load above what shards are to keep, of all together
 * @param bytes of all moves, those that limits defer included
 */
record Attempt(LoadPlan plan, boolean begun, int unplaced, int together, double tooMuch, long bytes) {

    static Attempt of(LoadPlan plan, Layout after, boolean begun) {
        int together = plan.stays().stream()
                .filter(stay -> stay.reason() == Stay.Reason.SEPARATION)
                .mapToInt(stay -> stay.partitions().size())
                .sum();
        double tooMuch = IntStream.range(0, after.shards())
                .filter(after::isOver)
                .mapToDouble(shard -> after.load(shard) - after.limit(shard))
                .sum();
        return new Attempt(
                plan,
                begun,
                plan.after().unowned() + plan.after().stranded(),
                together,
                tooMuch,
                plan.figures().bytes() + plan.figures().deferredBytes());
    }

    /** This one, or another with fewer bytes if that is as good in all else; with the higher of their bounds. */
    Attempt orBetter(Attempt other) {
        boolean asGood = other.unplaced <= unplaced && other.together <= together && other.tooMuch <= tooMuch;
        long bound =
                Math.max(plan.figures().bytesLowerBound(), other.plan.figures().bytesLowerBound());
        return (asGood && other.bytes < bytes ? other : this).withBound(bound);
    }

    /** This one, if need be with a higher bound. */
    Attempt withBound(long bound) {
        return bound <= plan.figures().bytesLowerBound()
                ? this
                : new Attempt(plan.withBytesLowerBound(bound), begun, unplaced, together, tooMuch, bytes);
    }
}
