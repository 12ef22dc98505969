package io.shardwright.planner.loads;

import io.shardwright.planner.PartitionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Decides which partitions leave the shard they are on, and the least that has to.
 *
 * <p>In order: all of what is on drained shards or on those not wanted; what a group keeps apart; then, if some shard is
 * above the goal by more than noise explains, large partitions whose seat is elsewhere ({@link Seats}), which go there at
 * once, and what brings every shard to the goal with the fewest bytes ({@link Relief}); then what brings shards below their
 * capacity.
 */
final class Departures {

    private final LoadRequest request;
    private final Layout layout;
    private final Domains domains;
    private final Budget budget;
    private final boolean[] pinned;
    private final boolean[] seated;
    private final List<Integer> leaving = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    private final long[] bytesBefore;
    private final long[] leastBytes;
    private long apartBytes;
    private int apartMoves;
    private long moreBytes;
    private long seatedBytes;
    private int fewest;
    private boolean begins;
    private MoveCosts costs;

    /** @param budget for a better choice of what leaves and a tighter bound on it */
    Departures(LoadRequest request, Layout layout, Domains domains, Budget budget) {
        this.request = request;
        this.layout = layout;
        this.domains = domains;
        this.budget = budget;
        this.bytesBefore =
                IntStream.range(0, layout.shards()).mapToLong(layout::bytes).toArray();
        this.leastBytes = new long[layout.shards()];
        this.pinned = new boolean[request.loads().partitions()];
        this.seated = new boolean[pinned.length];
        this.costs = costs();
        request.pinned().stream().filter(p -> p < pinned.length).forEach(p -> pinned[p] = true);
    }

    /** What leaves at first, on none of the layout's shards from now on; with it, what has no owner yet. */
    List<Integer> first() {
        begins = IntStream.range(0, layout.shards()).anyMatch(this::isSurelyOver);
        fromElsewhere();
        domains.toSeparate(this::isPinned).forEach(this::separate);
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.shard(shard).drained()) {
                drain(shard);
            }
        }
        if (begins) {
            countFewest();
            seat();
            relieve();
        } else {
            reportNoise();
        }
        for (int shard = 0; shard < layout.shards(); shard++) {
            fitBytes(shard);
        }
        return takeLeaving();
    }

    /** Puts these where they were decided to be, if nothing forbids it; nothing else leaves. */
    void asDecided(ArrivalBound.Case decided) {
        begins = true;
        countFewest();
        for (int i = 0; i < decided.decided().length; i++) {
            int partition = decided.decided()[i];
            if (layout.at(partition) != decided.at()[i]) {
                leave(partition);
            }
        }
        leaving.clear();
        for (int i = 0; i < decided.decided().length; i++) {
            int partition = decided.decided()[i];
            int shard = decided.at()[i];
            if (layout.at(partition) != shard) {
                layout.put(partition, shard);
                domains.arrived(partition);
            }
        }
    }

    /** What leaves of shards that are too full still, or again. */
    List<Integer> next() {
        relieve();
        return takeLeaving();
    }

    /** Whether shards are still too full, and are to be relieved. */
    boolean isUnfinished() {
        return begins && IntStream.range(0, layout.shards()).anyMatch(layout::isOver);
    }

    /** Whether a shard was above the goal by more than noise explains. */
    boolean hasBegun() {
        return begins;
    }

    /** Whether a shard had room for it when what leaves was last chosen. */
    boolean seemedToFit(int partition) {
        return costs.fitsSomewhere(partition);
    }

    private List<Integer> takeLeaving() {
        var taken = List.copyOf(leaving);
        leaving.clear();
        return taken;
    }

    List<Stay> stays() {
        return stays;
    }

    /** See {@link LoadPlan.Figures#bytesLowerBound}. */
    long bytesLowerBound() {
        return Math.max(apartBytes, seatedBytes + LongStream.of(leastBytes).sum() + moreBytes);
    }

    /** No plan with the same goal has fewer moves. */
    int movesLowerBound() {
        return Math.max(apartMoves, fewest);
    }

    boolean isPinned(int partition) {
        return pinned[partition];
    }

    /** Neither pinned nor where it is to be. */
    boolean mayLeave(int partition) {
        return !pinned[partition] && !seated[partition];
    }

    private void leave(int partition) {
        domains.leaves(partition);
        layout.take(partition);
        leaving.add(partition);
        seated[partition] = false;
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

    private void countFewest() {
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.isOver(shard)) {
                fewest += Relief.fewest(layout, shard, free(shard));
            }
        }
    }

    /** Large partitions go to their seats; those that there is none for leave, to wherever they fit least badly. */
    private void seat() {
        double goal = request.tolerance().goal();
        var cheapest = Seats.of(layout, goal, this::isPinned, request.loads()::bytes, budget);
        seatedBytes = cheapest.leastBytes();
        var moveCosts = new MoveCosts(layout, cheapest.room(), this::mayLeave);
        var seats = Seats.of(layout, goal, p -> isPinned(p) || cheapest.hasBeside(p), moveCosts::of, budget);
        for (int i = 0; i < seats.large().length; i++) {
            seat(seats.large()[i], seats.seat(i));
        }
        leaving.removeIf(partition -> seated[partition]);
    }

    private void seat(int partition, int shard) {
        if (layout.at(partition) == shard || pinned[partition]) {
            seated[partition] = shard != Layout.NOWHERE;
            return;
        }
        if (layout.at(partition) != Layout.NOWHERE) {
            leave(partition);
        }
        if (shard != Layout.NOWHERE && domains.allows(partition, shard) && canHold(partition, shard)) {
            layout.put(partition, shard);
            domains.arrived(partition);
            seated[partition] = true;
        }
    }

    /** Whether there is room for its bytes once others have left. */
    private boolean canHold(int partition, int shard) {
        long freed = IntStream.of(free(shard)).mapToLong(request.loads()::bytes).sum();
        return layout.byteRoom(shard) >= request.loads().bytes(partition) - freed;
    }

    private void relieve() {
        costs = costs();
        var reliefs = new ArrayList<int[]>();
        for (int shard = 0; shard < layout.shards(); shard++) {
            if (layout.isOver(shard)) {
                reliefs.add(Relief.leaving(layout, shard, free(shard), costs::of));
            }
        }
        reliefs.forEach(relief -> IntStream.of(relief).forEach(this::leave));
    }

    private MoveCosts costs() {
        double[] room =
                IntStream.range(0, layout.shards()).mapToDouble(layout::room).toArray();
        return new MoveCosts(layout, room, this::mayLeave);
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
        int[] free = unpinned(shard);
        long freeBytes = IntStream.of(free).mapToLong(request.loads()::bytes).sum();
        var kept = KeptSet.choose(
                free, request.loads()::bytes, request.loads()::bytes, (double) freeBytes + layout.byteRoom(shard));
        long excess = bytesBefore[shard] - layout.shard(shard).byteCapacity().orElse(Long.MAX_VALUE);
        leastBytes[shard] = begins ? 0 : Math.max(leastBytes[shard], excess);
        for (int partition : kept.leaving()) {
            leave(partition);
        }
    }

    /** The partitions on a shard that may leave it, ascending. */
    private int[] free(int shard) {
        return IntStream.of(layout.members(shard))
                .filter(this::mayLeave)
                .sorted()
                .toArray();
    }

    private int[] unpinned(int shard) {
        return IntStream.of(layout.members(shard))
                .filter(partition -> !pinned[partition])
                .sorted()
                .toArray();
    }

    private void stay(int shard, PartitionSet partitions, Stay.Reason reason, String why, String fix) {
        stays.add(new Stay(Optional.of(layout.shard(shard).shard()), partitions, reason, why, fix));
    }
}
