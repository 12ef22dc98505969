package io.shardwright.planner.loads;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * What brings one shard that is too full to its limit.
 *
 * @param leaving the partitions that go, ascending
 * @param leastCost no other choice costs less
 * @param fewest no other choice lets fewer partitions go
 */
record Relief(int[] leaving, long leastCost, int fewest) {

    /**
     * Relieves a shard.
     *
     * @param free partitions on it that may go; the others stay, and their load counts
     * @param costs of moving a partition
     */
    static Relief of(Layout layout, int shard, int[] free, double goal, IntToLongFunction costs) {
        return new Choice(layout, shard, free, goal, costs).run();
    }

    private static final class Choice {
        private final Layout layout;
        private final int shard;
        private final int[] free;
        private final double goal;
        private final IntToLongFunction costs;
        private final double fixed;

        Choice(Layout layout, int shard, int[] free, double goal, IntToLongFunction costs) {
            this.layout = layout;
            this.shard = shard;
            this.free = free;
            this.goal = goal;
            this.costs = costs;
            this.fixed = layout.load(shard)
                    - IntStream.of(free).mapToLong(layout.loads::load).sum();
        }

        Relief run() {
            int[] hot = IntStream.of(free).filter(layout::isHot).sorted().toArray();
            long all = IntStream.of(free).mapToLong(costs).sum();
            if (hot.length == 0) {
                var kept = keep(free, layout.limit(shard) - fixed);
                return new Relief(kept.leaving(), all - kept.costBound(), fewestLeaving());
            }
            return keepingHot(hot, all);
        }

        /** No shard could take a hot partition within its limit, so one stays: that for which the least goes. */
        private Relief keepingHot(int[] hot, long all) {
            int[] leaving = free;
            long most = -1;
            long bound = 0;
            for (int partition : hot) {
                int[] others = IntStream.of(free).filter(p -> p != partition).toArray();
                var beside = keep(others, (goal - 1) * layout.loads.load(partition) - fixed);
                bound = Math.max(bound, beside.costBound() + costs.applyAsLong(partition));
                if (beside.keptCost() + costs.applyAsLong(partition) > most) {
                    most = beside.keptCost() + costs.applyAsLong(partition);
                    leaving = beside.leaving();
                }
            }
            return new Relief(leaving, all - bound, fewestLeaving());
        }

        private KeptSet keep(int[] partitions, double limit) {
            return KeptSet.choose(partitions, layout.loads::load, costs, limit);
        }

        /** The largest go first. */
        private int fewestLeaving() {
            long[] ascending =
                    IntStream.of(free).mapToLong(layout.loads::load).sorted().toArray();
            double kept = fixed;
            int count = 0;
            while (count < ascending.length && kept + ascending[count] <= layout.limit(shard)) {
                kept += ascending[count++];
            }
            return ascending.length - count;
        }
    }
}
