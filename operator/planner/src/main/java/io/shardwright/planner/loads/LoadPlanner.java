package io.shardwright.planner.loads;

import io.shardwright.planner.Move;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.PartitionSet;
import io.shardwright.planner.RefusalReason;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Plans who owns which partition by what partitions were measured to cost.
 *
 * <p>Objectives, in order:
 *
 * <ol>
 *   <li>every partition has one owner, and none is on a shard that is drained or no longer wanted; none moves that is
 *       pinned;
 *   <li>no shard holds more bytes than it can, not even on the way; no failure domain has two partitions that are kept
 *       apart;
 *   <li>every shard's load is at most goal × its fair share, or × the load of a single partition that is too large for
 *       any shard ({@link HotPartition});
 *   <li>few bytes move; measured against {@link LoadPlan.Figures#bytesLowerBound};
 *   <li>groups are spread over failure domains, as far as they move anyway;
 *   <li>the same inputs in any order give the same plan.
 * </ol>
 *
 * <p>What is between the goal and what noise explains begins no plan ({@link Tolerance}).
 *
 * <p>A plan that moves more than {@value #CLOSE} × the lower bound is made once more, with a {@link Budget} of steps for a
 * tighter bound and a choice by it; the better of the two is taken. If that isn't close to the bound either, a search over
 * what goes where tightens the bound once more, and its result is taken if it is a better plan ({@link ArrivalBound}). As a
 * rule, those are plans in which few partitions move.
 *
 * <p>O(P log P + n) for P partitions and n shards where few partitions are so large that no two fit on a shard, and
 * capacities and failure domains leave most shards open to most partitions. m large ones add O(m²n) ({@link Assignment}).
 */
public final class LoadPlanner {

    private static final int MOST_HOT = 32;
    private static final int ROUNDS = 8;
    private static final double CLOSE = 1.01;

    private final LoadRequest request;
    private final Layout layout;
    private final Budget budget;

    private LoadPlanner(LoadRequest request, Budget budget) {
        this.request = request;
        this.layout = new Layout(request);
        this.budget = budget;
    }

    /**
     * Plans; refuses with {@link RefusalReason#NO_SHARDS}, {@link RefusalReason#NO_WEIGHT},
     * {@link RefusalReason#NO_ROOM} or {@link RefusalReason#TOO_FEW_DOMAINS}.
     */
    public static LoadResult plan(LoadRequest request) {
        return Admission.refusal(request)
                .<LoadResult>map(LoadResult.Impossible::new)
                .orElseGet(() -> new LoadResult.Planned(best(request)));
    }

    private static LoadPlan best(LoadRequest request) {
        var first = new LoadPlanner(request, new Budget(0)).run();
        if (!first.begun() || first.bytes() <= CLOSE * first.plan().figures().bytesLowerBound()) {
            return first.plan();
        }
        var second = new LoadPlanner(request, new Budget(Budget.OF_ONE_PLAN)).run();
        var better = first.orBetter(second);
        double enough = better.bytes() / CLOSE;
        if (better.plan().figures().bytesLowerBound() >= enough) {
            return better.plan();
        }
        var found = ArrivalBound.of(request, enough, new Budget(Budget.OF_ONE_PLAN));
        better = better.withBound(found.bytes());
        if (found.complete().isEmpty() || !hasOnlyLoads(request)) {
            return better.plan();
        }
        return better.orBetter(new LoadPlanner(request, new Budget(0))
                        .run(found.complete().get()))
                .plan();
    }

    /** Whether nothing but loads decides where partitions may be, and each has an owner that may keep it. */
    private static boolean hasOnlyLoads(LoadRequest request) {
        var layout = new Layout(request);
        return request.separation().groups().isEmpty()
                && request.shards().stream()
                        .allMatch(shard -> shard.byteCapacity().isEmpty())
                && IntStream.range(0, request.loads().partitions())
                        .allMatch(p -> layout.at(p) != Layout.NOWHERE && layout.mayTake(layout.at(p)));
    }

    private Attempt run(ArrivalBound.Case decided) {
        long[] loadBefore = figures(layout::load);
        long[] bytesBefore = figures(layout::bytes);
        var departures = new Departures(request, layout, new Domains(request, layout), budget);
        departures.asDecided(decided);
        return attempt(departures, List.of(), loadBefore, bytesBefore);
    }

    private Attempt run() {
        long[] loadBefore = figures(layout::load);
        long[] bytesBefore = figures(layout::bytes);
        int[] origin =
                IntStream.range(0, request.loads().partitions()).map(layout::at).toArray();
        var domains = new Domains(request, layout);
        var departures = new Departures(request, layout, domains, budget);
        var arrivals = new Arrivals(request, layout, domains, origin, departures::mayLeave);
        arrivals.place(departures.first(), departures::seemedToFit, false);
        for (int round = 1; departures.isUnfinished() && round <= ROUNDS; round++) {
            arrivals.place(departures.next(), departures::seemedToFit, round == ROUNDS);
        }
        arrivals.returnHome();
        return attempt(departures, arrivals.stays(), loadBefore, bytesBefore);
    }

    private Attempt attempt(Departures departures, List<Stay> unplaced, long[] loadBefore, long[] bytesBefore) {
        var target = target();
        var stays = new ArrayList<>(departures.stays());
        unplaced.stream().filter(stay -> isStill(stay, target)).forEach(stays::add);
        var selection = Selection.of(request, target, ratios(loadBefore));
        selection.deferred().forEach(move -> stays.add(overLimit(move)));
        selection.stuck().forEach(move -> stays.add(stuck(move)));
        selection.apart().forEach(move -> stays.add(apart(move)));
        var reached = without(target, selection.deferred(), selection.stuck(), selection.apart());
        var after = new Layout(request.from(reached));
        long[] loadAfter =
                IntStream.range(0, after.shards()).mapToLong(after::load).toArray();
        var plan = new LoadPlan(
                request.current(),
                reached,
                selection.waves(),
                shards(loadBefore, loadAfter, bytesBefore, after),
                balance(request.current(), loadBefore),
                balance(reached, loadAfter),
                costs(departures, selection),
                hot(after),
                grouped(stays));
        return Attempt.of(plan, after, departures.hasBegun());
    }

    /** In a later round, it may have found a place after all. */
    private boolean isStill(Stay stay, Ownership target) {
        return stay.partitions().stream()
                .allMatch(partition ->
                        target.owner(partition).equals(request.current().owner(partition)));
    }

    private long[] figures(java.util.function.IntToLongFunction figure) {
        return IntStream.range(0, layout.shards()).mapToLong(figure).toArray();
    }

    /** Everything at its place; what found none stays with its owner. */
    private Ownership target() {
        int[] owners = request.current().toArray();
        for (int partition = 0; partition < owners.length; partition++) {
            if (layout.at(partition) != Layout.NOWHERE) {
                owners[partition] = layout.shard(layout.at(partition)).shard().ordinal();
            }
        }
        return Ownership.of(owners);
    }

    @SafeVarargs
    private static Ownership without(Ownership target, List<Move>... left) {
        int[] owners = target.toArray();
        for (var moves : left) {
            moves.forEach(move -> owners[move.partition()] = move.from().ordinal());
        }
        return Ownership.of(owners);
    }

    private Map<ShardId, Double> ratios(long[] loads) {
        var ratios = new HashMap<ShardId, Double>();
        for (int shard = 0; shard < loads.length; shard++) {
            if (!layout.shard(shard).drained()) {
                ratios.put(layout.shard(shard).shard(), loads[shard] / layout.fair(shard));
            }
        }
        return ratios;
    }

    private LoadBalance balance(Ownership ownership, long[] loads) {
        double worst = 0;
        Optional<ShardId> fullest = Optional.empty();
        int placed = 0;
        for (int shard = 0; shard < loads.length; shard++) {
            if (layout.shard(shard).drained()) {
                continue;
            }
            placed += ownership.count(layout.shard(shard).shard());
            if (loads[shard] / layout.fair(shard) > worst) {
                worst = loads[shard] / layout.fair(shard);
                fullest = Optional.of(layout.shard(shard).shard());
            }
        }
        long largest = IntStream.range(0, request.loads().partitions())
                .mapToLong(request.loads()::load)
                .max()
                .orElse(0);
        double attainable = largest == 0 ? 1 : Math.max(1, largest / layout.largestFair());
        int stranded = ownership.partitions() - ownership.unowned() - placed;
        return new LoadBalance(worst, fullest, attainable, stranded, ownership.unowned());
    }

    private List<ShardLoad> shards(long[] loadBefore, long[] loadAfter, long[] bytesBefore, Layout after) {
        return IntStream.range(0, loadBefore.length)
                .mapToObj(shard -> new ShardLoad(
                        layout.shard(shard).shard(),
                        layout.shard(shard).weight(),
                        layout.fair(shard),
                        loadBefore[shard],
                        loadAfter[shard],
                        bytesBefore[shard],
                        after.bytes(shard)))
                .toList();
    }

    private LoadPlan.Figures costs(Departures departures, Selection selection) {
        int moves = selection.chosen().size();
        long bytes = bytes(selection.chosen());
        return new LoadPlan.Figures(
                moves,
                departures.movesLowerBound(),
                bytes,
                departures.bytesLowerBound(),
                selection.deferred().size(),
                bytes(selection.deferred()));
    }

    private long bytes(Collection<Move> moves) {
        return moves.stream()
                .mapToLong(move -> request.loads().bytes(move.partition()))
                .sum();
    }

    private List<HotPartition> hot(Layout after) {
        return IntStream.range(0, request.loads().partitions())
                .filter(partition -> after.at(partition) != Layout.NOWHERE)
                .filter(partition -> request.loads().load(partition) > after.fair(after.at(partition))
                        && !after.shard(after.at(partition)).drained())
                .mapToObj(partition -> new HotPartition(
                        partition,
                        after.shard(after.at(partition)).shard(),
                        request.loads().load(partition) / after.fair(after.at(partition)),
                        request.loads().load(partition) / after.largestFair()))
                .sorted(java.util.Comparator.comparingDouble(HotPartition::overLargest)
                        .reversed()
                        .thenComparing(HotPartition::partition))
                .limit(MOST_HOT)
                .toList();
    }

    private Stay overLimit(Move move) {
        long bytes = request.loads().bytes(move.partition());
        return bytes > request.limits().maxBytes()
                ? new Stay(
                        Optional.of(move.from()),
                        PartitionSet.of(move.partition()),
                        Stay.Reason.OVER_LIMIT,
                        "it alone is larger than the " + request.limits().maxBytes() + " bytes that one plan may move",
                        "raise that limit to at least " + bytes)
                : new Stay(
                        Optional.of(move.from()),
                        PartitionSet.of(move.partition()),
                        Stay.Reason.OVER_LIMIT,
                        "one plan may move " + request.limits().maxMoves() + " partitions and "
                                + request.limits().maxBytes() + " bytes",
                        "plan again after this one, or raise the limits");
    }

    private static Stay apart(Move move) {
        return new Stay(
                Optional.of(move.from()),
                PartitionSet.of(move.partition()),
                Stay.Reason.SEPARATION,
                "another of its group is in the failure domain of shard " + move.to()
                        + " and doesn't leave in this plan",
                "plan again after this one");
    }

    private Stay stuck(Move move) {
        return new Stay(
                Optional.of(move.from()),
                PartitionSet.of(move.partition()),
                Stay.Reason.NO_ROOM_ON_THE_WAY,
                "shard " + move.to() + " has no room for its " + request.loads().bytes(move.partition())
                        + " bytes until others have left it, and they wait for room too",
                "add a shard, or larger volumes");
    }

    /** Those that differ in their partitions alone become one, so that there are few. */
    private static List<Stay> grouped(List<Stay> stays) {
        var groups = new LinkedHashMap<Stay, List<Integer>>();
        for (var stay : stays) {
            var key = new Stay(stay.shard(), PartitionSet.of(), stay.reason(), stay.why(), stay.fix());
            var partitions = groups.computeIfAbsent(key, k -> new ArrayList<>());
            stay.partitions().stream().forEach(partitions::add);
        }
        return groups.entrySet().stream()
                .map(group -> new Stay(
                        group.getKey().shard(),
                        PartitionSet.of(group.getValue().stream()
                                .mapToInt(Integer::intValue)
                                .toArray()),
                        group.getKey().reason(),
                        group.getKey().why(),
                        group.getKey().fix()))
                .toList();
    }
}
