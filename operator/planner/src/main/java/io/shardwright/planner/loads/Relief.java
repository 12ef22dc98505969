package io.shardwright.planner.loads;

import java.util.Comparator;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Brings one shard that is too full to its limit. */
final class Relief {

    private final Layout layout;
    private final IntToLongFunction costs;
    private final double limit;

    private Relief(Layout layout, IntToLongFunction costs, double limit) {
        this.layout = layout;
        this.costs = costs;
        this.limit = limit;
    }

    /**
     * The partitions that go, ascending: such that the others cost most, and of those that cost the same, ones with less
     * load, which find a place more easily.
     *
     * @param free partitions on it that may go; the others stay, and their load counts
     * @param costs of moving a partition
     */
    static int[] leaving(Layout layout, int shard, int[] free, IntToLongFunction costs) {
        double fixed = layout.load(shard)
                - IntStream.of(free).mapToLong(layout.loads::load).sum();
        return new Relief(layout, costs, layout.limit(shard) - fixed).of(free);
    }

    /** The fewest partitions that have to go; the largest do. */
    static int fewest(Layout layout, int shard, int[] free) {
        long[] ascending =
                IntStream.of(free).mapToLong(layout.loads::load).sorted().toArray();
        double kept = layout.load(shard) - LongStream.of(ascending).sum();
        int count = 0;
        while (count < ascending.length && kept + ascending[count] <= layout.limit(shard)) {
            kept += ascending[count++];
        }
        return ascending.length - count;
    }

    private int[] of(int[] free) {
        var choice = KeptSet.choose(free, layout.loads::load, costs, limit);
        int[] leaving = byLoad(choice.leaving());
        int[] kept = byLoad(choice.kept());
        double slack = limit - IntStream.of(kept).mapToLong(layout.loads::load).sum();
        for (int i = leaving.length - 1; i >= 0 && slack > 0; i--) {
            int j = smaller(leaving[i], kept, slack);
            if (j < kept.length) {
                int instead = kept[j];
                slack -= layout.loads.load(leaving[i]) - layout.loads.load(instead);
                kept[j] = leaving[i];
                leaving[i] = instead;
            }
        }
        return IntStream.of(leaving).sorted().toArray();
    }

    /** The index of the kept partition with the least load that may go instead; the number of them if none may. */
    private int smaller(int partition, int[] kept, double slack) {
        long load = layout.loads.load(partition);
        return IntStream.range(0, kept.length)
                .filter(j -> load - layout.loads.load(kept[j]) <= slack)
                .filter(j -> layout.loads.load(kept[j]) >= load
                        || costs.applyAsLong(kept[j]) <= costs.applyAsLong(partition))
                .findFirst()
                .stream()
                .filter(j -> layout.loads.load(kept[j]) < load)
                .findFirst()
                .orElse(kept.length);
    }

    private int[] byLoad(int[] partitions) {
        return IntStream.of(partitions)
                .boxed()
                .sorted(Comparator.comparing(layout.loads::load).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
