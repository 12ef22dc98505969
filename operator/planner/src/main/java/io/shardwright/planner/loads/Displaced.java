package io.shardwright.planner.loads;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The bytes that have to leave shards to make room for what no shard has room for.
 *
 * <p>Let F<sub>j</sub>(x) be the fewest bytes that have to leave shard j to take the load x off it ({@link Curves}), and
 * c<sub>j</sub> what is counted for it already because it is too full.
 *
 * <ul>
 *   <li>Hot partitions can't share a shard: of two on one, the smaller has to be within (goal − 1) × the larger. So those
 *       that exceed (goal − 1) × the largest each need a shard of their own, and where there are more of them than shards
 *       that have one, as many others have to be emptied down to (goal − 1) × the largest. Counted are the cheapest.
 *   <li>Any other partition of load l that has to leave goes somewhere: min<sub>j</sub> F<sub>j</sub>(load<sub>j</sub> + l −
 *       goal × fair<sub>j</sub>) − c<sub>j</sub>. As F<sub>j</sub> is convex and 0 at 0, several that go to the same shard
 *       displace at least the sum of what each would.
 * </ul>
 */
final class Displaced {

    private final Layout layout;
    private final double goal;
    private final Curves curves;

    /** Looks at a layout that what is too much hasn't left yet. */
    Displaced(Layout layout, double goal, IntPredicate pinned) {
        this.layout = layout;
        this.goal = goal;
        this.curves = new Curves(layout, pinned);
    }

    /**
     * What has to leave beyond what leaves anyway.
     *
     * @param counted the bytes counted for each shard already
     * @param homeless partitions that aren't hot, have to leave, and that no shard has room for
     */
    long bytes(long[] counted, List<Integer> homeless) {
        double cool = homeless.stream()
                .mapToDouble(partition -> IntStream.range(0, layout.shards())
                        .filter(shard -> layout.mayTake(shard) && !layout.holdsHot(shard))
                        .mapToDouble(
                                shard -> curves.leastBytes(shard, layout.loads.load(partition) - layout.room(shard))
                                        - counted[shard])
                        .map(bytes -> Math.max(0, bytes))
                        .filter(Double::isFinite)
                        .min()
                        .orElse(0))
                .sum();
        return (long) (cool + forHot(counted));
    }

    private double forHot(long[] counted) {
        int[] hot = IntStream.range(0, layout.loads.partitions())
                .filter(layout::isHot)
                .toArray();
        double beside = (goal - 1)
                * IntStream.of(hot).mapToLong(layout.loads::load).max().orElse(0);
        long needed = IntStream.of(hot)
                .filter(partition -> layout.loads.load(partition) > beside)
                .count();
        long taken = IntStream.range(0, layout.shards())
                .filter(shard -> layout.mayTake(shard) && layout.holdsHot(shard))
                .count();
        return IntStream.range(0, layout.shards())
                .filter(shard -> layout.mayTake(shard) && !layout.holdsHot(shard))
                .mapToDouble(shard -> curves.leastBytes(shard, layout.load(shard) - beside) - counted[shard])
                .map(bytes -> Math.max(0, bytes))
                .filter(Double::isFinite)
                .sorted()
                .limit(Math.max(0, needed - taken))
                .sum();
    }
}
