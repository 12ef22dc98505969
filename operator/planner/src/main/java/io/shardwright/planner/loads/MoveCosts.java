package io.shardwright.planner.loads;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What moving a partition off a shard that is too full costs, in bytes: its own and, if no shard has room for it, the fewest
 * that it displaces on one of the shards with the most room. If it can't be had anywhere, it isn't chosen as long as there is
 * another choice.
 */
final class MoveCosts {

    /** How many shards with the most room are looked at. */
    private static final int CHOICES = 16;

    private final Layout layout;
    private final double[] room;
    private final int[] roomiest;
    private final double mostRoom;
    private final long unlikely;
    private final Curves curves;
    private final Map<Integer, Long> displaced = new HashMap<>();

    /**
     * The costs if shards have so much room.
     *
     * @param room the load that each shard may still take
     * @param mayLeave what may be displaced
     */
    MoveCosts(Layout layout, double[] room, IntPredicate mayLeave) {
        this.layout = layout;
        this.room = room;
        this.roomiest = IntStream.range(0, layout.shards())
                .filter(layout::mayTake)
                .boxed()
                .sorted(Comparator.comparing((Integer shard) -> room[shard], Comparator.reverseOrder())
                        .thenComparing(Comparator.naturalOrder()))
                .limit(CHOICES)
                .mapToInt(Integer::intValue)
                .toArray();
        this.mostRoom = room[roomiest[0]];
        this.unlikely = Loads.MAX_TOTAL / 2 / layout.loads.partitions();
        this.curves =
                new Curves(layout, p -> !mayLeave.test(p) || layout.loads.load(p) > mostRoom, layout.loads::bytes);
    }

    /** Whether a shard has room for it. */
    boolean fitsSomewhere(int partition) {
        return layout.loads.load(partition) <= mostRoom;
    }

    long of(int partition) {
        long bytes = layout.loads.bytes(partition);
        return fitsSomewhere(partition) ? bytes : bytes + displaced.computeIfAbsent(partition, this::displaced);
    }

    private long displaced(int partition) {
        double least = IntStream.of(roomiest)
                .mapToDouble(shard -> curves.leastBytes(shard, layout.loads.load(partition) - room[shard]))
                .min()
                .orElseThrow();
        return (long) Math.min(least, unlikely);
    }
}
