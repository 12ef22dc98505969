package io.shardwright.planner.loads;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The partitions that a shard keeps: those that cost most to move, as many of them as stay below a limit with their loads
 * together.
 *
 * <p>That is the 0-1 knapsack problem. Partitions are taken by falling cost ÷ load (G. B. Dantzig, 1957); the first that
 * doesn't fit gives an upper bound on what any choice keeps, rounded down to a multiple of the costs' greatest common
 * divisor. The few partitions around it are then searched depth-first, within a bounded number of steps (E. Balas and
 * E. Zemel, 1980, call them the core). So the choice is good, and not always the best.
 *
 * @param kept by ascending partition
 * @param leaving by ascending partition
 */
record KeptSet(int[] kept, int[] leaving) {

    private static final int CORE = 20;
    private static final int STEPS = 20_000;

    /**
     * Chooses from these partitions.
     *
     * @param load of a partition
     * @param cost of moving a partition: its bytes, for a start
     * @param limit on the sum of loads kept; below 0 keeps nothing
     */
    static KeptSet choose(int[] partitions, IntToLongFunction load, IntToLongFunction cost, double limit) {
        return new Search(partitions, load, cost, limit).run();
    }

    private static final class Search {
        private final int[] sorted;
        private final IntToLongFunction loads;
        private final IntToLongFunction costs;
        private final long limit;
        private final boolean[] taken;
        private boolean[] best = new boolean[0];
        private long bestCost = -1;
        private int coreStart;
        private int coreEnd;
        private int steps;
        private long goodEnough;

        Search(int[] partitions, IntToLongFunction loads, IntToLongFunction costs, double limit) {
            this.loads = loads;
            this.costs = costs;
            this.limit = limit < 0 ? -1 : (long) Math.min(limit, Loads.MAX_TOTAL);
            this.sorted = IntStream.of(partitions)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer p) -> -costPerLoad(p))
                            .thenComparing(loads::applyAsLong, Comparator.reverseOrder())
                            .thenComparing(Comparator.naturalOrder()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            this.taken = new boolean[sorted.length];
        }

        private double costPerLoad(int partition) {
            return loads.applyAsLong(partition) == 0
                    ? Double.POSITIVE_INFINITY
                    : (double) costs.applyAsLong(partition) / loads.applyAsLong(partition);
        }

        KeptSet run() {
            long load = 0;
            long cost = 0;
            int first = 0;
            while (first < sorted.length && load + loads.applyAsLong(sorted[first]) <= limit) {
                load += loads.applyAsLong(sorted[first]);
                cost += costs.applyAsLong(sorted[first]);
                taken[first++] = true;
            }
            long bound = bound(first, load, cost);
            greedy(first, load, cost);
            if (first < sorted.length && limit >= 0) {
                coreStart = Math.max(0, first - CORE);
                coreEnd = Math.min(sorted.length, first + CORE);
                goodEnough = bound - Math.max(0, (total() - bound) / 200);
                for (int i = coreStart; i < first; i++) {
                    taken[i] = false;
                    load -= loads.applyAsLong(sorted[i]);
                    cost -= costs.applyAsLong(sorted[i]);
                }
                search(coreStart, load, cost);
            }
            return new KeptSet(chosen(true), chosen(false));
        }

        private long total() {
            long total = 0;
            for (int partition : sorted) {
                total += costs.applyAsLong(partition);
            }
            return total;
        }

        /** Dantzig's bound: a fraction of the first that doesn't fit whole. */
        private long bound(int first, long load, long cost) {
            if (limit < 0) {
                return 0;
            }
            if (first == sorted.length) {
                return cost;
            }
            long bound = cost + (long) ((limit - load) * costPerLoad(sorted[first]));
            long divisor = 0;
            for (int partition : sorted) {
                divisor = greatestCommonDivisor(divisor, costs.applyAsLong(partition));
            }
            return divisor == 0 ? bound : bound / divisor * divisor;
        }

        private static long greatestCommonDivisor(long a, long b) {
            return b == 0 ? a : greatestCommonDivisor(b, a % b);
        }

        /** What fits, in order; a first solution. */
        private void greedy(int first, long load, long cost) {
            boolean[] choice = Arrays.copyOf(taken, taken.length);
            for (int i = first; i < sorted.length; i++) {
                if (load + loads.applyAsLong(sorted[i]) <= limit) {
                    load += loads.applyAsLong(sorted[i]);
                    cost += costs.applyAsLong(sorted[i]);
                    choice[i] = true;
                }
            }
            best = choice;
            bestCost = cost;
        }

        private void search(int i, long load, long cost) {
            if (cost > bestCost) {
                best = Arrays.copyOf(taken, taken.length);
                bestCost = cost;
            }
            if (i == coreEnd || steps++ >= STEPS || bestCost >= goodEnough || mostFrom(i, load, cost) <= bestCost) {
                return;
            }
            if (load + loads.applyAsLong(sorted[i]) <= limit) {
                taken[i] = true;
                search(i + 1, load + loads.applyAsLong(sorted[i]), cost + costs.applyAsLong(sorted[i]));
                taken[i] = false;
            }
            search(i + 1, load, cost);
        }

        private double mostFrom(int i, long load, long cost) {
            double most = cost;
            long left = limit - load;
            for (; i < coreEnd; i++) {
                long next = loads.applyAsLong(sorted[i]);
                if (next > left) {
                    return most + left * costPerLoad(sorted[i]);
                }
                left -= next;
                most += costs.applyAsLong(sorted[i]);
            }
            return most;
        }

        private int[] chosen(boolean which) {
            return IntStream.range(0, sorted.length)
                    .filter(i -> best[i] == which)
                    .map(i -> sorted[i])
                    .sorted()
                    .toArray();
        }
    }
}
