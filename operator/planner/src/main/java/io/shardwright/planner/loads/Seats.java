package io.shardwright.planner.loads;

import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Decides which shard each large partition is to be on, so that the fewest bytes have to leave shards.
 *
 * <p>Large are the largest partitions of which no two fit on a shard together, unless one is hot ({@link #large(Layout)}).
 * A plan adds nothing to what is beside a hot partition, so a shard has one large partition, apart from those that
 * are beside a hot one already and stay there. With S<sub>j</sub> the load of all others on shard j, F<sub>j</sub>(x) the
 * fewest bytes of them that have to leave to take the load x off it ({@link Curves}, {@link Cover}), and L<sub>j</sub>(p) the limit of
 * shard j with p on it, a plan that reaches the goal moves at least
 *
 * <p>Σ<sub>j</sub> F<sub>j</sub>(S<sub>j</sub> + load<sub>p(j)</sub> − L<sub>j</sub>(p(j))) + Σ bytes of the large ones that move
 *
 * <p>where p(j) is the large partition on j, if any. A large one that stays beside a hot one h on j adds at least
 * F<sub>j</sub>(S<sub>j</sub> + load − (goal − 1) × load<sub>h</sub>) − F<sub>j</sub>(S<sub>j</sub> − (goal − 1) ×
 * load<sub>h</sub>), as F<sub>j</sub> is convex if fractions of partitions may leave; so whole ones are never reckoned with on
 * such a shard. That makes an assignment problem; its solution is both a lower bound on the
 * bytes of a plan and where the large ones go.
 */
final class Seats {

    /** No more than so many pairs of partition and shard are looked at; those of the largest partitions are. */
    private static final int MOST_PAIRS = 4_000_000;

    private final Layout layout;
    private final double goal;
    private final int[] shards;
    private final int[] large;
    private final SeatCosts costs;
    private final int[] seats;
    private long leastBytes;

    private Seats(Layout layout, double goal, IntPredicate pinned, IntToLongFunction costs) {
        this.layout = layout;
        this.goal = goal;
        this.shards =
                IntStream.range(0, layout.shards()).filter(layout::mayTake).toArray();
        this.large = IntStream.of(large(layout, goal))
                .limit(MOST_PAIRS / shards.length)
                .toArray();
        this.costs = new SeatCosts(layout, goal, pinned, costs, large);
        this.seats = new int[large.length];
    }

    /**
     * Assigns them in a layout that what is too much hasn't left yet.
     *
     * @param costs of moving a partition that isn't large: its bytes, for a bound
     * @param budget for tighter bounds on what leaves
     */
    static Seats of(Layout layout, double goal, IntPredicate pinned, IntToLongFunction costs, Budget budget) {
        var seats = new Seats(layout, goal, pinned, costs);
        seats.assign(budget);
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

    /** See {@link SeatCosts#hasBeside}. */
    boolean hasBeside(int partition) {
        return costs.hasBeside(partition);
    }

    /** The fewest bytes that leave the shards that may own something. */
    long leastBytes() {
        return leastBytes;
    }

    /** The load that each shard may still take once the large ones have their seats. */
    double[] room() {
        double[] room =
                IntStream.range(0, layout.shards()).mapToDouble(costs::room).toArray();
        for (int row = 0; row < large.length; row++) {
            if (seats[row] != Layout.NOWHERE) {
                room[seats[row]] -= layout.loads.load(large[row]);
            }
        }
        return room;
    }

    private void assign(Budget budget) {
        var matrix = new SeatMatrix(costs, large, shards);
        int[] columns = matrix.cheapest(budget);
        leastBytes = matrix.leastBytes();
        for (int row = 0; row < large.length; row++) {
            int column = columns[row];
            seats[row] = column == Assignment.NONE
                    ? Layout.NOWHERE
                    : column < shards.length ? shards[column] : layout.at(large[row]);
        }
        unseatWhatIsTooMuch();
    }

    private void unseatWhatIsTooMuch() {
        double[] most = costs.roomBesideHottest();
        double[] left = most.clone();
        for (int row = 0; row < large.length; row++) {
            int home = layout.at(large[row]);
            if (home != Layout.NOWHERE && seats[row] == home && layout.loads.load(large[row]) <= most[home]) {
                left[home] -= layout.loads.load(large[row]);
                seats[row] = left[home] < 0 ? Layout.NOWHERE : home;
            }
        }
    }
}
