package io.shardwright.planner.loads;

import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What has to leave a shard if one of the large partitions is on it, or none ({@link Seats}). */
final class SeatCosts {

    private final Layout layout;
    private final double goal;
    private final IntPredicate pinned;
    private final Curves curves;
    private final long[] load;
    private final long[] bytes;
    private final double[] limit;
    private final double[] hottest;
    private final int[] besides;

    /**
     * The costs in a layout that what is too much hasn't left yet.
     *
     * @param large partitions, by falling load
     * @param costs of moving a partition that isn't large
     */
    SeatCosts(Layout layout, double goal, IntPredicate pinned, IntToLongFunction costs, int[] large) {
        this.layout = layout;
        this.goal = goal;
        this.pinned = pinned;
        this.load = IntStream.range(0, layout.shards()).mapToLong(layout::load).toArray();
        this.bytes =
                IntStream.range(0, layout.shards()).mapToLong(layout::bytes).toArray();
        this.limit = IntStream.range(0, layout.shards())
                .mapToDouble(shard -> goal * layout.fair(shard))
                .toArray();
        this.hottest = new double[layout.shards()];
        boolean[] isLarge = new boolean[layout.loads.partitions()];
        for (int partition : large) {
            isLarge[partition] = true;
            int home = layout.at(partition);
            if (home != Layout.NOWHERE) {
                load[home] -= layout.loads.load(partition);
                bytes[home] -= layout.loads.bytes(partition);
                hottest[home] =
                        layout.isHot(partition) ? Math.max(hottest[home], layout.loads.load(partition)) : hottest[home];
            }
        }
        this.besides = besides(large);
        this.curves = new Curves(layout, p -> pinned.test(p) || isLarge[p], costs);
    }

    /** The shards with a hot partition, each as often as large ones can stay beside it. */
    private int[] besides(int[] large) {
        var shards = IntStream.builder();
        double[] left = roomBesideHottest();
        for (int row = large.length - 1; row >= 0; row--) {
            int home = layout.at(large[row]);
            if (home != Layout.NOWHERE && layout.mayTake(home) && layout.loads.load(large[row]) <= left[home]) {
                left[home] -= layout.loads.load(large[row]);
                shards.add(home);
            }
        }
        return shards.build().toArray();
    }

    int[] besides() {
        return besides;
    }

    /** The load that may be beside each shard's hottest large partition. */
    double[] roomBesideHottest() {
        return DoubleStream.of(hottest).map(most -> (goal - 1) * most).toArray();
    }

    /** Whether a large partition is the hottest of the shard it is on, and others that are large can stay beside it. */
    boolean hasBeside(int partition) {
        int home = layout.at(partition);
        return home != Layout.NOWHERE && layout.loads.load(partition) == hottest[home] && isBeside(home);
    }

    private boolean isBeside(int shard) {
        return IntStream.of(besides).anyMatch(beside -> beside == shard);
    }

    /** The load that a shard may still take, with no large partition on it. */
    double room(int shard) {
        return limit[shard] - load[shard];
    }

    /**
     * What has to leave with no large partition on a shard; 0 if so much may not.
     *
     * @param budget for a tighter bound on it
     */
    double alone(int shard, Budget budget) {
        double least = leaving(shard, load[shard] - limit[shard], bytes[shard], budget);
        return Double.isFinite(least) ? least : 0;
    }

    /**
     * What has to leave with the partition on the shard, and to move it there.
     *
     * @param budget for a tighter bound on it
     */
    double with(int partition, int shard, Budget budget) {
        int home = layout.at(partition);
        if (pinned.test(partition) && home != shard) {
            return Double.POSITIVE_INFINITY;
        }
        long own = layout.loads.load(partition);
        double most = layout.isHot(partition) ? goal * own : limit[shard];
        boolean moves = home != shard && home != Layout.NOWHERE && layout.mayTake(home);
        return leaving(shard, load[shard] + own - most, bytes[shard] + layout.loads.bytes(partition), budget)
                + (moves ? layout.loads.bytes(partition) : 0);
    }

    /** What has to leave for it if it stays with the hottest one of a shard. */
    double beside(int partition, int home) {
        if (layout.at(partition) != home || layout.loads.load(partition) > (goal - 1) * hottest[home]) {
            return Double.POSITIVE_INFINITY;
        }
        double without = load[home] - (goal - 1) * hottest[home];
        double more =
                curves.leastBytes(home, without + layout.loads.load(partition)) - curves.leastBytes(home, without);
        return curves.roundedDown(home, more);
    }

    private double leaving(int shard, double tooMuch, long present, Budget budget) {
        long capacity = layout.shard(shard).byteCapacity().orElse(Long.MAX_VALUE);
        double least = curves.roundedUp(shard, curves.leastBytes(shard, tooMuch));
        if (!budget.isSpent() && !isBeside(shard)) {
            least = Math.max(least, curves.leastBytesOfWhole(shard, tooMuch, budget));
        }
        return Math.max(least, Math.max(0, present - capacity));
    }
}
