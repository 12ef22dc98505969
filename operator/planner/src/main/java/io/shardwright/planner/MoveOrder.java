package io.shardwright.planner;

import java.util.Arrays;
import java.util.List;

/**
 * Cuts the difference of two ownerships into batches and puts them in the order in which to start them.
 *
 * <p>Objectives, in order: batches that empty drained and removed shards come first; destinations take turns, so that of
 * any two with batches left neither is two ahead of the other; for each destination, sources take turns in the same way.
 * Each destination starts with another of its sources, so that few neighbours in the order share one.
 *
 * <p>Batches of a pair of shards are cut from its partitions in ascending order, all but the last of them full. So when
 * whole batches were carried out, those left are cut the same way again.
 *
 * <p>O(P + n) for P partitions and n shards. Works on arrays of numbers, and makes objects of the batches alone: where
 * nearly every move is a batch of its own, lists of lists of them took most of a plan's time.
 */
final class MoveOrder {

    private final Ownership current;
    private final Ownership target;
    private final int ordinals;
    private final int maxPartitions;
    private final ShardId[] shards;

    private MoveOrder(Ownership current, Ownership target, int maxPartitions) {
        this.current = current;
        this.target = target;
        this.ordinals = Math.max(current.ordinals(), target.ordinals());
        this.maxPartitions = maxPartitions;
        this.shards = new ShardId[ordinals];
    }

    static List<MoveBatch> batches(Ownership current, Ownership target, Quotas quotas, int maxPartitions) {
        var order = new MoveOrder(current, target, maxPartitions);
        boolean[] staying = new boolean[order.ordinals];
        for (var quota : quotas.shards()) {
            int ordinal = quota.shard().ordinal();
            if (ordinal < staying.length) {
                staying[ordinal] = !quota.weight().drained();
            }
        }
        var emptying = order.batches(order.moving(staying, false));
        var evening = order.batches(order.moving(staying, true));
        var all = Arrays.copyOf(emptying, emptying.length + evening.length);
        System.arraycopy(evening, 0, all, emptying.length, evening.length);
        return List.of(all);
    }

    /** Moves side by side: the i-th takes {@code partition[i]} from the shard {@code from[i]} to {@code to[i]}. */
    private record Moving(int[] partition, int[] from, int[] to) {

        int size() {
            return partition.length;
        }

        /** Whether two of them are between the same pair of shards. */
        boolean samePair(int one, int other) {
            return to[one] == to[other] && from[one] == from[other];
        }

        /** A counting sort, stable. */
        Moving sortedBy(int[] shard, int ordinals) {
            int[] end = new int[ordinals + 1];
            for (int ordinal : shard) {
                end[ordinal + 1]++;
            }
            for (int ordinal = 0; ordinal < ordinals; ordinal++) {
                end[ordinal + 1] += end[ordinal];
            }
            var sorted = new Moving(new int[size()], new int[size()], new int[size()]);
            for (int i = 0; i < shard.length; i++) {
                int at = end[shard[i]]++;
                sorted.partition[at] = partition[i];
                sorted.from[at] = from[i];
                sorted.to[at] = to[i];
            }
            return sorted;
        }
    }

    /** The moves whose source stays, or those whose source has to be emptied, by ascending partition. */
    private Moving moving(boolean[] staying, boolean sourceStays) {
        int count = 0;
        for (int partition = 0; partition < current.partitions(); partition++) {
            count += moves(partition, staying, sourceStays) ? 1 : 0;
        }
        var moving = new Moving(new int[count], new int[count], new int[count]);
        for (int partition = 0, next = 0; next < count; partition++) {
            if (moves(partition, staying, sourceStays)) {
                moving.partition[next] = partition;
                moving.from[next] = current.ordinalAt(partition);
                moving.to[next] = target.ordinalAt(partition);
                next++;
            }
        }
        return moving;
    }

    private boolean moves(int partition, boolean[] staying, boolean sourceStays) {
        int from = current.ordinalAt(partition);
        return from != target.ordinalAt(partition) && from != Ownership.UNOWNED && staying[from] == sourceStays;
    }

    /**
     * The batches of some moves, in order.
     *
     * <p>Sorted by destination, then by source, then by partition, batches lie pair by pair, and pairs destination by
     * destination: two layers of queues, in each of which the queues take turns.
     */
    private MoveBatch[] batches(Moving unsorted) {
        var moving = unsorted.sortedBy(unsorted.from, ordinals);
        moving = moving.sortedBy(moving.to, ordinals);
        var batches = new MoveBatch[moving.size()];
        var pairs = new Queues(moving.size());
        var destinations = new Queues(ordinals);
        var pairsOf = new Queues(ordinals);
        int count = 0;
        for (int first = 0, next; first < moving.size(); first = next) {
            if (first == 0 || !moving.samePair(first - 1, first)) {
                if (first == 0 || moving.to[first - 1] != moving.to[first]) {
                    destinations.begin(count);
                    pairsOf.begin(pairs.count);
                }
                pairs.begin(count);
            }
            next = first + 1;
            while (next < moving.size() && next - first < maxPartitions && moving.samePair(first, next)) {
                next++;
            }
            batches[count++] = batch(moving, first, next);
        }
        pairs.end(count);
        destinations.end(count);
        pairsOf.end(pairs.count);
        return inTurns(batches, count, pairs, pairsOf, destinations);
    }

    private MoveBatch batch(Moving moving, int first, int end) {
        return new MoveBatch(
                shard(moving.from[first]),
                shard(moving.to[first]),
                PartitionSet.ofSorted(Arrays.copyOfRange(moving.partition, first, end)));
    }

    /** One object a shard rather than two a batch. */
    private ShardId shard(int ordinal) {
        if (shards[ordinal] == null) {
            shards[ordinal] = new ShardId(ordinal);
        }
        return shards[ordinal];
    }

    private static MoveBatch[] inTurns(
            MoveBatch[] batches, int count, Queues pairs, Queues pairsOf, Queues destinations) {
        int[] byDestination = new int[count];
        for (int destination = 0; destination < destinations.count; destination++) {
            int first = pairsOf.start[destination];
            int end = pairsOf.start[destination + 1];
            pairs.takeTurns(first, end, destination % (end - first), byDestination, destinations.start[destination]);
        }
        int[] order = new int[count];
        destinations.takeTurns(0, destinations.count, 0, order, 0);
        var inOrder = new MoveBatch[count];
        for (int i = 0; i < count; i++) {
            inOrder[i] = batches[byDestination[order[i]]];
        }
        return inOrder;
    }

    /** Queues that lie one behind the other: queue q holds the numbers {@code start[q]} to {@code start[q + 1] - 1}. */
    private static final class Queues {

        private final int[] start;
        private int count;

        Queues(int most) {
            start = new int[most + 1];
        }

        void begin(int at) {
            start[count++] = at;
        }

        void end(int at) {
            start[count] = at;
        }

        /**
         * The first of each queue, then the second of each, and so on.
         *
         * @param first the first of the queues to take turns
         * @param end one more than the last of them
         * @param ahead how many of them go to the back
         * @param order takes their numbers, from {@code at} on
         */
        void takeTurns(int first, int end, int ahead, int[] order, int at) {
            int left = end - first;
            int[] queues = new int[left];
            for (int i = 0; i < left; i++) {
                queues[i] = first + (i + ahead) % left;
            }
            int next = at;
            for (int turn = 0; left > 0; turn++) {
                int more = 0;
                for (int i = 0; i < left; i++) {
                    int number = start[queues[i]] + turn;
                    order[next++] = number;
                    if (number + 1 < start[queues[i] + 1]) {
                        queues[more++] = queues[i];
                    }
                }
                left = more;
            }
        }
    }
}
