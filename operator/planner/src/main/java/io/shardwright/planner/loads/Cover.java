package io.shardwright.planner.loads;

import java.util.Arrays;

/**
 * A lower bound on the bytes of whole partitions that take some load off a shard.
 *
 * <p>To leave the load L, a choice of partitions has to cover it: the 0-1 knapsack problem, turned round. Partitions come by
 * rising bytes ÷ load. The search decides on them depth-first, at each node which one leaves next; what precedes it stays.
 * From a node on, no choice has fewer bytes than one that may take a fraction of the last partition (G. B. Dantzig, 1957). A
 * node is left where that isn't below what has been found, or where the steps are spent.
 *
 * <p>Every choice is below a node that was left, or was found. So the least of those nodes' bounds and of what was found is
 * a lower bound on all choices; it is never below the fraction's at the root, and exact up to 1 − {@value #CLOSE} if
 * the steps suffice.
 */
final class Cover {

    private static final long MOST_STEPS = 20_000;
    private static final int MOST_DEPTH = 200;
    private static final double CLOSE = 0.998;
    private static final double ROUNDING = 1e-6;

    private final double[] loads;
    private final double[] bytes;
    private final double divisor;
    private final long mostSteps;
    private double found;
    private double leastLeft = Double.POSITIVE_INFINITY;
    private long steps;

    private Cover(double[] loads, double[] bytes, double divisor, long mostSteps) {
        this.loads = loads;
        this.bytes = bytes;
        this.divisor = divisor;
        this.mostSteps = mostSteps;
    }

    /**
     * Bounds what leaves.
     *
     * @param loads the sums of loads of the first 1, 2, 3 … partitions, each above 0, by rising bytes ÷ load
     * @param bytes the sums of their bytes
     * @param load at least so much is to leave, above 0
     * @param divisor of the bytes of each, above 0: bounds are rounded up to a multiple
     * @return infinite if all of them together don't suffice
     */
    static double leastBytes(double[] loads, double[] bytes, double load, long divisor, Budget budget) {
        if (loads.length == 0 || loads[loads.length - 1] < load) {
            return Double.POSITIVE_INFINITY;
        }
        var cover = new Cover(loads, bytes, divisor, budget.atMost(MOST_STEPS));
        cover.found = cover.greedy(load);
        cover.search(0, load, 0, 0);
        budget.spend(cover.steps);
        return Math.min(cover.found, cover.leastLeft);
    }

    /** Those by their order that don't suffice yet, and the cheapest that does with them. */
    private double greedy(double load) {
        int last = lastNeeded(0, load);
        double cheapest = bytes(last);
        for (int i = last + 1; i < loads.length; i++) {
            if (load(i) >= load - sum(loads, last)) {
                cheapest = Math.min(cheapest, bytes(i));
            }
        }
        return sum(bytes, last) + cheapest;
    }

    private void search(int from, double load, double taken, int depth) {
        for (int next = from; next < loads.length; next++) {
            double bound = taken + fractional(next, load);
            if (bound >= CLOSE * found || steps >= mostSteps || depth == MOST_DEPTH) {
                leastLeft = Math.min(leastLeft, bound);
                return;
            }
            steps++;
            if (load(next) >= load) {
                found = Math.min(found, taken + bytes(next));
            } else {
                search(next + 1, load - load(next), taken + bytes(next), depth + 1);
            }
        }
    }

    /** The bytes of partitions from one on, of the last a fraction. */
    private double fractional(int from, double load) {
        int last = lastNeeded(from, load);
        if (last == loads.length) {
            return Double.POSITIVE_INFINITY;
        }
        double left = load - (sum(loads, last) - sum(loads, from));
        double least = sum(bytes, last) - sum(bytes, from) + left * bytes(last) / load(last);
        return Math.ceil(least / divisor - ROUNDING) * divisor;
    }

    /** The partition with which those from one on suffice; the number of all if they don't. */
    private int lastNeeded(int from, double load) {
        int i = Arrays.binarySearch(loads, from, loads.length, sum(loads, from) + load);
        return i >= 0 ? i : -i - 1;
    }

    /** Of all before one. */
    private static double sum(double[] sums, int before) {
        return before == 0 ? 0 : sums[before - 1];
    }

    private double load(int i) {
        return loads[i] - sum(loads, i);
    }

    private double bytes(int i) {
        return bytes[i] - sum(bytes, i);
    }
}
