package io.shardwright.planner.loads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Shards by the room they have, the most first; equal ones by their order. A change costs O(log n): what was
 * queued before it is recognised as old and dropped when it comes up.
 */
final class RoomQueue {

    private record Entry(int shard, int version, double room) {}

    private final Layout layout;
    private final IntToDoubleFunction room;
    private final int[] versions;
    private final double[] rooms;
    private double total;
    private final PriorityQueue<Entry> queue = new PriorityQueue<>(
            Comparator.comparingDouble((Entry entry) -> -entry.room()).thenComparingInt(Entry::shard));

    /**
     * A queue of the shards that may take something.
     *
     * @param room of a shard as it is now
     */
    private RoomQueue(Layout layout, IntToDoubleFunction room) {
        this.layout = layout;
        this.room = room;
        this.versions = new int[layout.shards()];
        this.rooms = new double[layout.shards()];
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.mayTake(shard)) {
                changed(shard);
            }
        }
    }

    /** By the load that a shard may still take. */
    static RoomQueue ofLoad(Layout layout) {
        return new RoomQueue(layout, layout::room);
    }

    /** By what a shard stores for its weight, for partitions without a load: bytes, and one for each partition. */
    static RoomQueue ofSize(Layout layout) {
        return new RoomQueue(
                layout,
                shard -> -((double) layout.bytes(shard) + layout.count(shard))
                        / layout.shard(shard).weight());
    }

    /** To be called when what is on a shard has changed. */
    void changed(int shard) {
        if (!layout.mayTake(shard)) {
            return;
        }
        double now = room.applyAsDouble(shard);
        total += Math.max(0, now) - Math.max(0, rooms[shard]);
        rooms[shard] = now;
        queue.add(new Entry(shard, ++versions[shard], now));
    }

    /** The sum of all rooms above 0. */
    double total() {
        return total;
    }

    /** Up to {@code count} shards with at least so much room that pass a test, the most room first. */
    IntStream most(int count, double least, IntPredicate test) {
        var seen = new ArrayList<Entry>();
        var found = IntStream.builder();
        int left = count;
        while (left > 0 && !queue.isEmpty() && queue.element().room() >= least) {
            var entry = queue.remove();
            if (entry.version() == versions[entry.shard()]) {
                seen.add(entry);
                if (test.test(entry.shard())) {
                    found.add(entry.shard());
                    left--;
                }
            }
        }
        queue.addAll(seen);
        return found.build();
    }
}
