package io.shardwright.planner.loads;

import java.util.stream.IntStream;

/**
 * What moving a partition off a shard that is too full costs, in bytes: its own, if some shard has room for it. If none has,
 * it isn't chosen as long as there is another choice. A hot partition costs its own bytes too: where one has to go, for
 * there is another on its shard, what it displaces can't be avoided.
 */
final class MoveCosts {

    private final Layout layout;
    private final double mostRoom;
    private final long unlikely;

    /** The costs in a layout as it is now. */
    MoveCosts(Layout layout) {
        this.layout = layout;
        this.mostRoom = IntStream.range(0, layout.shards())
                .filter(layout::mayTake)
                .mapToDouble(layout::room)
                .max()
                .orElse(-1);
        this.unlikely = Loads.MAX_TOTAL / 2 / layout.loads.partitions();
    }

    /** Whether a shard had room for it when this was made. */
    boolean fitsSomewhere(int partition) {
        return !layout.isHot(partition) && layout.loads.load(partition) <= mostRoom;
    }

    /** Whether nothing has room for it, though it isn't hot. */
    boolean isUnlikely(int partition) {
        return !layout.isHot(partition) && !fitsSomewhere(partition);
    }

    long of(int partition) {
        long bytes = layout.loads.bytes(partition);
        return isUnlikely(partition) ? bytes + unlikely : bytes;
    }
}
