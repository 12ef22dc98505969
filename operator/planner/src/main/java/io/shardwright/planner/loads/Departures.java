package io.shardwright.planner.loads;

import io.shardwright.planner.PartitionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Decides which partitions leave the shard they are on, and the least that has to.
 *
 * <p>In order: all of what is on drained shards or on those not wanted; what a group keeps apart; then, if some shard is
 * above the goal by more than noise explains, what brings every shard to it with the fewest bytes ({@link Relief}); then
 * what brings shards below their capacity.
 */
final class Departures {

    private final LoadRequest request;
    private final Layout layout;
    private final Domains domains;
    private final boolean[] pinned;
    private final List<Integer> leaving = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    private final long[] bytesBefore;
    private final long[] leastBytes;
    private long apartBytes;
    private int apartMoves;
    private long moreBytes;
    private int fewest;
    private boolean begins;

    Departures(LoadRequest request, Layout layout, Domains domains) {
        this.request = request;
        this.layout = layout;
        this.domains = domains;
        this.bytesBefore =
                IntStream.range(0, layout.shards()).mapToLong(layout::bytes).toArray();
        this.leastBytes = new long[layout.shards()];
        this.pinned = new boolean[request.loads().partitions()];
        request.pinned().stream().filter(p -> p < pinned.length).forEach(p -> pinned[p] = true);
    }

    /** What leaves at first, on none of the layout's shards from now on; with it, what has no owner yet. */
    List<Integer> first() {
        begins = IntStream.range(0, layout.shards()).anyMatch(this::isSurelyOver);
        var costs = costs();
        fromElsewhere();
        domains.toSeparate().forEach(this::separate);
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.shard(shard).drained()) {
                drain(shard);
            }
        }
        if (begins) {
            relieve(costs, true);
        } else {
            reportNoise();
        }
        for (int shard = 0; shard < layout.shards(); shard++) {
            fitBytes(shard);
        }
        return takeLeaving();
    }

    /** What leaves of shards that are too full still, or again. */
    List<Integer> next() {
        var costs = costs();
        relieve(costs, false);
        return takeLeaving();
    }

    /** Whether shards are still too full, and are to be relieved. */
    boolean isUnfinished() {
        return begins && IntStream.range(0, layout.shards()).anyMatch(layout::isOver);
    }

    MoveCosts costs() {
        return new MoveCosts(layout);
    }

    private List<Integer> takeLeaving() {
        var taken = List.copyOf(leaving);
        leaving.clear();
        return taken;
    }

    List<Stay> stays() {
        return stays;
    }

    /**
     * The fewest bytes of any plan that reaches the goal, as long as it makes room only for what has to leave and fits
     * nowhere, and moves a hot partition only if there is another on its shard.
     */
    long bytesLowerBound() {
        return Math.max(apartBytes, LongStream.of(leastBytes).sum() + moreBytes);
    }

    /** No plan with the same goal has fewer moves. */
    int movesLowerBound() {
        return Math.max(apartMoves, fewest);
    }

    boolean isPinned(int partition) {
        return pinned[partition];
    }

    private void leave(int partition) {
        domains.leaves(partition);
        layout.take(partition);
        leaving.add(partition);
    }

    /** Partitions of shards that aren't wanted, and those without an owner, are on no shard to begin with. */
    private void fromElsewhere() {
        for (int partition = 0; partition < pinned.length; partition++) {
            var owner = request.current().owner(partition);
            if (layout.at(partition) == Layout.NOWHERE && owner.isPresent() && pinned[partition]) {
                stays.add(new Stay(
                        owner,
                        PartitionSet.of(partition),
                        Stay.Reason.PINNED,
                        "its shard is not among those wanted, and it is pinned",
                        "plan again when it is not"));
            } else if (layout.at(partition) == Layout.NOWHERE) {
                leaving.add(partition);
                moreBytes += owner.isPresent() ? request.loads().bytes(partition) : 0;
                fewest += owner.isPresent() ? 1 : 0;
            }
        }
    }

    private void separate(int partition) {
        if (pinned[partition]) {
            stay(
                    layout.at(partition),
                    PartitionSet.of(partition),
                    Stay.Reason.PINNED,
                    "it shares a failure domain with another of its group, and is pinned",
                    "plan again when it is not");
        } else {
            apartBytes += request.loads().bytes(partition);
            apartMoves++;
            leave(partition);
        }
    }

    private void drain(int shard) {
        int[] free = free(shard);
        if (free.length < layout.members(shard).length) {
            var kept = PartitionSet.of(IntStream.of(layout.members(shard))
                    .filter(partition -> pinned[partition])
                    .toArray());
            stay(
                    shard,
                    kept,
                    Stay.Reason.PINNED,
                    "weight 0 drains it, and these are pinned",
                    "plan again when they are not");
        }
        for (int partition : free) {
            leastBytes[shard] += request.loads().bytes(partition);
            fewest++;
            leave(partition);
        }
    }

    private boolean isSurelyOver(int shard) {
        if (!layout.isOver(shard)) {
            return false;
        }
        double squares = IntStream.of(layout.members(shard))
                .mapToDouble(partition -> Math.pow(request.loads().load(partition), 2))
                .sum();
        double band = request.tolerance().band(layout.load(shard), squares);
        return layout.load(shard) > layout.limit(shard) * (1 + band);
    }

    private void relieve(MoveCosts costs, boolean bound) {
        var reliefs = new TreeMap<Integer, Relief>();
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.isOver(shard)) {
                reliefs.put(
                        shard,
                        Relief.of(
                                layout, shard, free(shard), request.tolerance().goal(), costs::of));
            }
        }
        if (bound) {
            bound(reliefs, costs);
        }
        reliefs.values().forEach(relief -> IntStream.of(relief.leaving()).forEach(this::leave));
    }

    private void bound(SortedMap<Integer, Relief> reliefs, MoveCosts costs) {
        var homeless = new ArrayList<Integer>();
        reliefs.forEach((shard, relief) -> {
            int[] large =
                    IntStream.of(relief.leaving()).filter(costs::isUnlikely).toArray();
            int[] smallest = IntStream.of(free(shard))
                    .filter(costs::isUnlikely)
                    .boxed()
                    .sorted(Comparator.comparing(request.loads()::load))
                    .mapToInt(Integer::intValue)
                    .toArray();
            IntStream.of(smallest).limit(large.length).forEach(homeless::add);
            leastBytes[shard] = large.length == 0
                    ? relief.leastCost()
                    : Relief.of(layout, shard, free(shard), request.tolerance().goal(), request.loads()::bytes)
                            .leastCost();
            fewest += relief.fewest();
        });
        moreBytes += new Displaced(layout, request.tolerance().goal(), this::isPinned).bytes(leastBytes, homeless);
    }

    private void reportNoise() {
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.isOver(shard)) {
                stay(
                        shard,
                        PartitionSet.of(),
                        Stay.Reason.WITHIN_NOISE,
                        String.format(
                                Locale.ROOT,
                                "it carries %.3f × its fair share, above the goal of %.3f by no more than errors of ±%.0f %%"
                                        + " explain",
                                layout.load(shard) / layout.fair(shard),
                                request.tolerance().goal(),
                                100 * request.tolerance().noise()),
                        "lower the noise to have it moved anyway");
            }
        }
    }

    private void fitBytes(int shard) {
        if (layout.byteRoom(shard) >= 0 || !layout.mayTake(shard)) {
            return;
        }
        int[] free = free(shard);
        long freeBytes = IntStream.of(free).mapToLong(request.loads()::bytes).sum();
        var kept = KeptSet.choose(
                free, request.loads()::bytes, request.loads()::bytes, (double) freeBytes + layout.byteRoom(shard));
        long excess = bytesBefore[shard] - layout.shard(shard).byteCapacity().orElse(Long.MAX_VALUE);
        leastBytes[shard] = Math.max(leastBytes[shard], excess);
        for (int partition : kept.leaving()) {
            leave(partition);
        }
    }

    /** The partitions on a shard that may leave it, ascending. */
    private int[] free(int shard) {
        return IntStream.of(layout.members(shard))
                .filter(partition -> !pinned[partition])
                .sorted()
                .toArray();
    }

    private void stay(int shard, PartitionSet partitions, Stay.Reason reason, String why, String fix) {
        stays.add(new Stay(Optional.of(layout.shard(shard).shard()), partitions, reason, why, fix));
    }
}
