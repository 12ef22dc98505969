package io.shardwright.planner.loads;

import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds a shard for each partition that has left one.
 *
 * <p>The largest first, each to a shard with the most room below its limit (as in the longest-processing-time rule, R. L.
 * Graham, 1969), so that what is small fills the gaps, and the destinations are spread. Of several shards with room, a
 * group's partition takes the one in whose failure domain the fewest of its group are. Where no shard has room for one,
 * smaller partitions are displaced, the fewest bytes of them, if the room left adds up to enough. Where that can't be
 * either, it goes where the shard's ratio of load to fair share is least, and back to its own shard if none is better.
 */
final class Arrivals {

    /** How many shards are looked at for the better one; the first that fits would do as well. */
    private static final int CHOICES = 8;

    private final LoadRequest request;
    private final Layout layout;
    private final Domains domains;
    private final int[] origin;
    private final IntPredicate mayLeave;
    private final Curves curves;
    private RoomQueue rooms;
    private RoomQueue sizes;
    private final PriorityQueue<Integer> waiting;
    private final List<Stay> stays = new ArrayList<>();
    private int displacementsLeft;

    /**
     * Prepares to place.
     *
     * @param origin the shard that each partition was on, or {@link Layout#NOWHERE}
     * @param mayLeave what may be displaced, or go back
     */
    Arrivals(LoadRequest request, Layout layout, Domains domains, int[] origin, IntPredicate mayLeave) {
        this.request = request;
        this.layout = layout;
        this.domains = domains;
        this.origin = origin;
        this.mayLeave = mayLeave;
        this.curves = new Curves(layout, mayLeave.negate(), layout.loads::bytes);
        this.rooms = RoomQueue.ofLoad(layout);
        this.sizes = RoomQueue.ofSize(layout);
        this.waiting = new PriorityQueue<>(Comparator.comparing(layout.loads::load, Comparator.<Long>reverseOrder())
                .thenComparing(layout.loads::bytes, Comparator.reverseOrder())
                .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * Places them; those that no shard could take at all stay nowhere.
     *
     * @param seemedToFit whether there was room for a partition when it was chosen to leave
     * @param last false: what was thought to fit somewhere and doesn't any more goes back, so that something smaller can be
     *     chosen in its place
     */
    void place(List<Integer> partitions, IntPredicate seemedToFit, boolean last) {
        rooms = RoomQueue.ofLoad(layout);
        sizes = RoomQueue.ofSize(layout);
        waiting.addAll(partitions);
        displacementsLeft = 2 * partitions.size() + 64;
        while (!waiting.isEmpty()) {
            place(waiting.remove(), seemedToFit, last);
        }
    }

    /** Takes back what its own shard has room for after all, those with the most bytes first. */
    void returnHome() {
        IntStream.range(0, origin.length)
                .filter(mayLeave)
                .filter(p -> layout.at(p) != Layout.NOWHERE && layout.at(p) != origin[p] && origin[p] != Layout.NOWHERE)
                .boxed()
                .sorted(Comparator.comparing(layout.loads::bytes, Comparator.reverseOrder()))
                .forEach(this::returnHome);
    }

    private void returnHome(int partition) {
        int away = layout.at(partition);
        domains.leaves(partition);
        layout.take(partition);
        boolean fits = layout.load(origin[partition]) + layout.loads.load(partition) <= layout.limit(origin[partition]);
        layout.put(partition, fits && mayReturn(partition) ? origin[partition] : away);
        domains.arrived(partition);
    }

    List<Stay> stays() {
        return stays;
    }

    private void place(int partition, IntPredicate seemedToFit, boolean last) {
        int shard = layout.isHot(partition) ? Layout.NOWHERE : withRoom(partition);
        boolean back = shard == Layout.NOWHERE && !last && seemedToFit.test(partition) && mayReturn(partition);
        if (back) {
            shard = origin[partition];
        }
        if (shard == Layout.NOWHERE) {
            shard = byDisplacing(partition);
        }
        if (shard == Layout.NOWHERE) {
            shard = leastFull(partition);
        }
        if (shard != Layout.NOWHERE) {
            put(partition, shard);
        }
    }

    private boolean mayReturn(int partition) {
        int own = origin[partition];
        return own != Layout.NOWHERE && !layout.shard(own).drained() && canHold(partition, own);
    }

    private void put(int partition, int shard) {
        layout.put(partition, shard);
        domains.arrived(partition);
        rooms.changed(shard);
        sizes.changed(shard);
    }

    private boolean canHold(int partition, int shard) {
        return layout.byteRoom(shard) >= layout.loads.bytes(partition) && domains.allows(partition, shard);
    }

    private int withRoom(int partition) {
        long load = layout.loads.load(partition);
        int choices = domains.matterFor(partition) ? CHOICES : 1;
        var fits = load == 0
                ? sizes.most(choices, Double.NEGATIVE_INFINITY, shard -> canHold(partition, shard))
                : rooms.most(choices, load, shard -> canHold(partition, shard));
        return fits.boxed()
                .min(Comparator.comparingInt(shard -> domains.others(partition, shard)))
                .orElse(Layout.NOWHERE);
    }

    /** Makes room on the shard where that displaces the fewest bytes. Only partitions with less load are displaced. */
    private int byDisplacing(int partition) {
        long load = layout.loads.load(partition);
        boolean hot = layout.isHot(partition);
        if (displacementsLeft <= 0 || !hot && rooms.total() < load) {
            return Layout.NOWHERE;
        }
        int best = Layout.NOWHERE;
        int[] fewest = {};
        long fewestBytes = Long.MAX_VALUE;
        for (int shard : cheapest(partition)) {
            int[] displaced = toDisplace(partition, shard);
            long bytes = IntStream.of(displaced).mapToLong(layout.loads::bytes).sum();
            if (bytes < fewestBytes && makesRoom(partition, shard, displaced)) {
                best = shard;
                fewest = displaced;
                fewestBytes = bytes;
            }
        }
        for (int displaced : fewest) {
            domains.leaves(displaced);
            layout.take(displaced);
            waiting.add(displaced);
            displacementsLeft--;
        }
        return best;
    }

    /** Those shards on which it would displace the fewest bytes. */
    private int[] cheapest(int partition) {
        double[] displaced = new double[layout.shards()];
        Arrays.setAll(displaced, shard -> displaced(partition, shard));
        return IntStream.range(0, layout.shards())
                .filter(shard -> displaced[shard] < Double.POSITIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer shard) -> displaced[shard])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(CHOICES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The fewest bytes that it displaces on a shard; infinite if it can't go there. */
    private double displaced(int partition, int shard) {
        boolean hot = layout.isHot(partition);
        if (!layout.mayTake(shard) || hot && layout.holdsHot(shard)) {
            return Double.POSITIVE_INFINITY;
        }
        double load = layout.loads.load(partition);
        double room = hot ? request.tolerance().goal() * load - layout.load(shard) : layout.room(shard);
        return curves.leastBytes(shard, load - room);
    }

    private int[] toDisplace(int partition, int shard) {
        long load = layout.loads.load(partition);
        int[] free = IntStream.of(layout.members(shard))
                .filter(p -> mayLeave.test(p) && layout.loads.load(p) < load && layout.loads.load(p) > 0)
                .sorted()
                .toArray();
        double limit = request.tolerance().goal() * Math.max(layout.fair(shard), layout.isHot(partition) ? load : 0);
        double fixed = layout.load(shard)
                - IntStream.of(free).mapToLong(layout.loads::load).sum();
        return KeptSet.choose(free, layout.loads::load, layout.loads::bytes, limit - load - fixed)
                .leaving();
    }

    private boolean makesRoom(int partition, int shard, int[] displaced) {
        long load = layout.loads.load(partition);
        long freed = IntStream.of(displaced).mapToLong(layout.loads::load).sum();
        long freedBytes = IntStream.of(displaced).mapToLong(layout.loads::bytes).sum();
        double limit = request.tolerance().goal() * Math.max(layout.fair(shard), layout.isHot(partition) ? load : 0);
        return layout.load(shard) - freed + load <= limit
                && layout.byteRoom(shard) + freedBytes >= layout.loads.bytes(partition)
                && domains.allows(partition, shard);
    }

    /** Where it makes the least ratio; its own shard unless another is better by more than rounding. */
    private int leastFull(int partition) {
        int own = origin[partition];
        int best = mayReturn(partition) ? own : Layout.NOWHERE;
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (!layout.shard(shard).drained()
                    && canHold(partition, shard)
                    && (best == Layout.NOWHERE || ratio(partition, shard) < ratio(partition, best) * (1 - 1e-9))) {
                best = shard;
            }
        }
        if (best == Layout.NOWHERE) {
            stays.add(notPlaced(partition));
        } else if (best == own) {
            stays.add(stay(
                    partition,
                    Stay.Reason.NO_IMPROVEMENT,
                    "every other shard would be fuller with it than this one is",
                    "add a shard, or spread its keys over more partitions"));
        }
        return best;
    }

    private double ratio(int partition, int shard) {
        return (layout.load(shard) + layout.loads.load(partition)) / layout.fair(shard);
    }

    private Stay notPlaced(int partition) {
        boolean roomSomewhere = IntStream.range(0, layout.shards())
                .anyMatch(shard ->
                        !layout.shard(shard).drained() && layout.byteRoom(shard) >= layout.loads.bytes(partition));
        return roomSomewhere
                ? stay(
                        partition,
                        Stay.Reason.SEPARATION,
                        "every shard with room for it is in a failure domain with another of its group",
                        "add a shard in another failure domain, or have groups spread instead of kept apart")
                : stay(
                        partition,
                        Stay.Reason.NO_ROOM,
                        "no shard has room for its " + layout.loads.bytes(partition) + " bytes",
                        "add a shard, or larger volumes");
    }

    private Stay stay(int partition, Stay.Reason reason, String why, String fix) {
        Optional<ShardId> shard = request.current().owner(partition);
        return new Stay(shard, PartitionSet.of(partition), reason, why, fix);
    }
}
