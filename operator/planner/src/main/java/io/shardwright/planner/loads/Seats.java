package io.shardwright.planner.loads;

import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Decides which shard each large partition is to be on, so that the fewest bytes have to leave shards.
 *
 * <p>Large are the largest partitions of which no two fit on a shard together, unless one is hot ({@link #large(Layout)}).
 * A plan adds nothing to what is beside a hot partition, so a shard has one large partition, apart from those that
 * are beside a hot one already and stay there. With S<sub>j</sub> the load of all others on shard j, F<sub>j</sub>(x) the
 * fewest bytes of them that have to leave to take the load x off it ({@link Curves}), and L<sub>j</sub>(p) the limit of
 * shard j with p on it, a plan that reaches the goal moves at least
 *
 * <p>Σ<sub>j</sub> F<sub>j</sub>(S<sub>j</sub> + load<sub>p(j)</sub> − L<sub>j</sub>(p(j))) + Σ bytes of the large ones that move
 *
 * <p>where p(j) is the large partition on j, if any. A large one that stays beside a hot one h on j adds at least
 * F<sub>j</sub>(S<sub>j</sub> + load − (goal − 1) × load<sub>h</sub>) − F<sub>j</sub>(S<sub>j</sub> − (goal − 1) ×
 * load<sub>h</sub>), as F<sub>j</sub> is convex. That makes an assignment problem; its solution is both a lower bound on the
 * bytes of a plan and where the large ones go.
 */
final class Seats {

    /** No more than so many pairs of partition and shard are looked at; those of the largest partitions are. */
    private static final int MOST_PAIRS = 4_000_000;

    private final Layout layout;
    private final double goal;
    private final IntPredicate pinned;
    private final int[] shards;
    private final int[] large;
    private final Curves curves;
    private final long[] load;
    private final long[] bytes;
    private final double[] limit;
    private final double[] hottest;
    private final int[] seats;
    private int[] besides = {};
    private long leastBytes;

    private Seats(Layout layout, double goal, IntPredicate pinned, IntToLongFunction costs) {
        this.layout = layout;
        this.goal = goal;
        this.pinned = pinned;
        this.shards =
                IntStream.range(0, layout.shards()).filter(layout::mayTake).toArray();
        this.large = IntStream.of(large(layout, goal))
                .limit(MOST_PAIRS / shards.length)
                .toArray();
        this.seats = new int[large.length];
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
        this.curves = new Curves(layout, p -> pinned.test(p) || isLarge[p], costs);
    }

    /**
     * Assigns them in a layout that what is too much hasn't left yet.
     *
     * @param costs of moving a partition that isn't large: its bytes, for a bound
     */
    static Seats of(Layout layout, double goal, IntPredicate pinned, IntToLongFunction costs) {
        var seats = new Seats(layout, goal, pinned, costs);
        seats.assign();
        return seats;
    }

    /** The largest partitions of which no two have room on the largest shard together, by falling load. */
    static int[] large(Layout layout, double goal) {
        double most = goal * layout.largestFair();
        int[] candidates = IntStream.range(0, layout.loads.partitions())
                .filter(p -> layout.loads.load(p) > most / 4)
                .boxed()
                .sorted(Comparator.comparing(layout.loads::load, Comparator.<Long>reverseOrder())
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        int count = Math.min(1, candidates.length);
        while (count < candidates.length
                && layout.loads.load(candidates[count - 1]) + layout.loads.load(candidates[count]) > most) {
            count++;
        }
        return IntStream.of(candidates).limit(count).toArray();
    }

    /** The large partitions, by falling load. */
    int[] large() {
        return large;
    }

    /** The shard that is to have the large partition at an index, or {@link Layout#NOWHERE} if there is none for it. */
    int seat(int index) {
        return seats[index];
    }

    /** Whether a partition is the hottest of a shard, and others that are large can stay beside it. */
    boolean hasBeside(int partition) {
        int home = layout.at(partition);
        return home != Layout.NOWHERE
                && layout.loads.load(partition) == hottest[home]
                && IntStream.of(besides).anyMatch(shard -> shard == home);
    }

    /** The fewest bytes that leave the shards that may own something. */
    long leastBytes() {
        return leastBytes;
    }

    /** The load that each shard may still take once the large ones have their seats. */
    double[] room() {
        double[] room = IntStream.range(0, load.length)
                .mapToDouble(shard -> limit[shard] - load[shard])
                .toArray();
        for (int row = 0; row < large.length; row++) {
            if (seats[row] != Layout.NOWHERE) {
                room[seats[row]] -= layout.loads.load(large[row]);
            }
        }
        return room;
    }

    private void assign() {
        besides = besides();
        double[][] costs = new double[large.length][shards.length + besides.length];
        for (int column = 0; column < shards.length; column++) {
            int shard = shards[column];
            double alone = leaving(shard, load[shard] - limit[shard], bytes[shard]);
            alone = Double.isFinite(alone) ? alone : 0;
            leastBytes += (long) alone;
            for (int row = 0; row < large.length; row++) {
                costs[row][column] = cost(large[row], shard) - alone;
            }
        }
        for (int row = 0; row < large.length; row++) {
            for (int i = 0; i < besides.length; i++) {
                costs[row][shards.length + i] = costBeside(large[row], besides[i]);
            }
        }
        int[] columns = Assignment.cheapest(costs, shards.length + besides.length);
        for (int row = 0; row < large.length; row++) {
            int column = columns[row];
            leastBytes += column == Assignment.NONE ? 0 : (long) costs[row][column];
            seats[row] = column == Assignment.NONE
                    ? Layout.NOWHERE
                    : column < shards.length ? shards[column] : layout.at(large[row]);
        }
        unseatWhatIsTooMuch();
    }

    /** The shards with a hot partition, each as often as large ones can stay beside it. */
    private int[] besides() {
        var besides = IntStream.builder();
        double[] left = DoubleStream.of(hottest).map(load -> (goal - 1) * load).toArray();
        for (int row = large.length - 1; row >= 0; row--) {
            int home = layout.at(large[row]);
            if (home != Layout.NOWHERE && layout.mayTake(home) && layout.loads.load(large[row]) <= left[home]) {
                left[home] -= layout.loads.load(large[row]);
                besides.add(home);
            }
        }
        return besides.build().toArray();
    }

    private void unseatWhatIsTooMuch() {
        double[] left = DoubleStream.of(hottest).map(load -> (goal - 1) * load).toArray();
        for (int row = 0; row < large.length; row++) {
            int home = layout.at(large[row]);
            if (home != Layout.NOWHERE
                    && seats[row] == home
                    && layout.loads.load(large[row]) <= (goal - 1) * hottest[home]) {
                left[home] -= layout.loads.load(large[row]);
                seats[row] = left[home] < 0 ? Layout.NOWHERE : home;
            }
        }
    }

    /** What has to leave with the partition on the shard, and to move it there. */
    private double cost(int partition, int shard) {
        int home = layout.at(partition);
        if (pinned.test(partition) && home != shard) {
            return Double.POSITIVE_INFINITY;
        }
        long own = layout.loads.load(partition);
        double most = layout.isHot(partition) ? goal * own : limit[shard];
        boolean moves = home != shard && home != Layout.NOWHERE && layout.mayTake(home);
        return leaving(shard, load[shard] + own - most, bytes[shard] + layout.loads.bytes(partition))
                + (moves ? layout.loads.bytes(partition) : 0);
    }

    /** What has to leave for it if it stays with the hottest one of a shard. */
    private double costBeside(int partition, int home) {
        if (layout.at(partition) != home || layout.loads.load(partition) > (goal - 1) * hottest[home]) {
            return Double.POSITIVE_INFINITY;
        }
        double without = load[home] - (goal - 1) * hottest[home];
        double more =
                curves.leastBytes(home, without + layout.loads.load(partition)) - curves.leastBytes(home, without);
        return curves.roundedDown(home, more);
    }

    private double leaving(int shard, double tooMuch, long present) {
        long capacity = layout.shard(shard).byteCapacity().orElse(Long.MAX_VALUE);
        return Math.max(curves.roundedUp(shard, curves.leastBytes(shard, tooMuch)), Math.max(0, present - capacity));
    }
}
