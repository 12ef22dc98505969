package io.shardwright.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
 * <p>O(P + n) for P partitions and n shards.
 */
final class MoveOrder {

    private final Ownership current;
    private final Ownership target;
    private final int ordinals;
    private final int maxPartitions;

    private MoveOrder(Ownership current, Ownership target, int maxPartitions) {
        this.current = current;
        this.target = target;
        this.ordinals = Math.max(current.ordinals(), target.ordinals());
        this.maxPartitions = maxPartitions;
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
        var batches = order.from(staying, false);
        batches.addAll(order.from(staying, true));
        return batches;
    }

    /** The batches whose source stays, or those whose source has to be emptied. */
    private List<MoveBatch> from(boolean[] staying, boolean sourceStays) {
        int[] moving = new int[current.partitions()];
        int count = 0;
        for (int partition = 0; partition < moving.length; partition++) {
            int from = current.ordinalAt(partition);
            if (from != Ownership.UNOWNED && from != target.ordinalAt(partition) && staying[from] == sourceStays) {
                moving[count++] = partition;
            }
        }
        // Stable, so by destination, then by source, then by partition.
        int[] grouped = sortedByOwner(sortedByOwner(Arrays.copyOf(moving, count), current), target);
        return takeTurns(queues(grouped));
    }

    /** A counting sort. */
    private int[] sortedByOwner(int[] partitions, Ownership ownership) {
        int[] end = new int[ordinals + 1];
        for (int partition : partitions) {
            end[ownership.ordinalAt(partition) + 1]++;
        }
        for (int ordinal = 0; ordinal < ordinals; ordinal++) {
            end[ordinal + 1] += end[ordinal];
        }
        int[] sorted = new int[partitions.length];
        for (int partition : partitions) {
            sorted[end[ownership.ordinalAt(partition)]++] = partition;
        }
        return sorted;
    }

    /** One queue of batches for each destination, in each of which the sources take turns. */
    private List<List<MoveBatch>> queues(int[] grouped) {
        var queues = new ArrayList<List<MoveBatch>>();
        for (int first = 0, next; first < grouped.length; first = next) {
            var sources = new ArrayList<List<MoveBatch>>();
            int to = target.ordinalAt(grouped[first]);
            for (next = first; next < grouped.length && target.ordinalAt(grouped[next]) == to; ) {
                int start = next;
                int from = current.ordinalAt(grouped[start]);
                while (next < grouped.length
                        && target.ordinalAt(grouped[next]) == to
                        && current.ordinalAt(grouped[next]) == from) {
                    next++;
                }
                sources.add(cut(grouped, start, next));
            }
            Collections.rotate(sources, -queues.size());
            queues.add(takeTurns(sources));
        }
        return queues;
    }

    private List<MoveBatch> cut(int[] grouped, int start, int end) {
        var from = new ShardId(current.ordinalAt(grouped[start]));
        var to = new ShardId(target.ordinalAt(grouped[start]));
        var batches = new ArrayList<MoveBatch>((end - start - 1) / maxPartitions + 1);
        for (int first = start, last; first < end; first = last) {
            last = end - first > maxPartitions ? first + maxPartitions : end;
            batches.add(new MoveBatch(from, to, PartitionSet.ofSorted(Arrays.copyOfRange(grouped, first, last))));
        }
        return batches;
    }

    /** The first of each queue, then the second of each, and so on. */
    private static List<MoveBatch> takeTurns(List<List<MoveBatch>> queues) {
        var order = new ArrayList<MoveBatch>();
        var left = queues;
        for (int turn = 0; !left.isEmpty(); turn++) {
            var more = new ArrayList<List<MoveBatch>>();
            for (var queue : left) {
                order.add(queue.get(turn));
                if (queue.size() > turn + 1) {
                    more.add(queue);
                }
            }
            left = more;
        }
        return order;
    }
}
