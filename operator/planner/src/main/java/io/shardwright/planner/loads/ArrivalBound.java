package io.shardwright.planner.loads;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * A lower bound on the bytes of a plan that reckons with what arrives too: what leaves one shard has to find room on another,
 * or displace something there.
 *
 * <p>Without a hot partition, a plan that reaches the goal leaves every shard at or below its limit. Where some partitions
 * are to be on certain shards, it moves at least the bytes of those of them that move, and from each shard the fewest bytes of
 * others that have to leave it then ({@link Cover}), wherever those go. To begin with, nothing is decided. Then, of the case
 * with the least bound, the partition with the most load that leaves in it is decided on: it stays, or goes to one of the
 * other shards. These cases exclude each other, and together they are all there are; so the least bound of all open cases is
 * always a lower bound (branch and bound, A. H. Land and A. G. Doig, 1960). A case whose bound is enough is closed. The search
 * ends when all are, or the budget is spent, or in the case with the least bound nothing undecided leaves any more: that is a
 * plan then, and no other has fewer bytes.
 */
final class ArrivalBound {

    /**
     * What the search found.
     *
     * @param bytes the lower bound
     * @param complete the case that has so many bytes and in which nothing undecided leaves any more, if the search ended with
     *     such: a plan with the fewest bytes, as far as loads go
     */
    record Result(long bytes, Optional<Case> complete) {}

    /**
     * A case.
     *
     * @param bytes its bound
     * @param leaving the fewest bytes that leave each shard, without what is decided
     * @param decided partitions
     * @param at the shard of each
     */
    record Case(double bytes, double[] leaving, int[] decided, int[] at) {

        Case with(double[] nowLeaving, int partition, int shard, long moved) {
            int count = decided.length;
            int[] partitions = Arrays.copyOf(decided, count + 1);
            int[] shards = Arrays.copyOf(at, count + 1);
            partitions[count] = partition;
            shards[count] = shard;
            double more = moved
                    + Arrays.stream(nowLeaving).sum()
                    - Arrays.stream(leaving).sum();
            return new Case(bytes + more, nowLeaving, partitions, shards);
        }
    }

    private static final int ITEMS_A_STEP = 16;

    private final Layout layout;
    private final Budget budget;
    private final int[] shards;
    private final int[][] byPrice;
    private final double[] limit;
    private final long[] divisor;
    private final boolean[] isDecided;
    private double enough;
    private boolean anyEnough;
    private final PriorityQueue<Case> open = new PriorityQueue<>(Comparator.comparingDouble(Case::bytes)
            .thenComparing(c -> c.decided().length, Comparator.reverseOrder())
            .thenComparing(Case::decided, Arrays::compare)
            .thenComparing(Case::at, Arrays::compare));

    private ArrivalBound(LoadRequest request, Budget budget) {
        this.layout = new Layout(request);
        this.budget = budget;
        this.shards =
                IntStream.range(0, layout.shards()).filter(layout::mayTake).toArray();
        this.byPrice = new int[layout.shards()][];
        this.limit = new double[layout.shards()];
        this.divisor = new long[layout.shards()];
        this.isDecided = new boolean[request.loads().partitions()];
        for (int shard : shards) {
            byPrice[shard] = IntStream.of(layout.members(shard))
                    .filter(p -> layout.loads.load(p) > 0 && !request.pinned().contains(p))
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer p) -> price(p))
                            .thenComparing(Comparator.naturalOrder()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            limit[shard] = request.tolerance().goal() * layout.fair(shard);
            divisor[shard] = Math.max(
                    1,
                    IntStream.of(byPrice[shard])
                            .mapToLong(layout.loads::bytes)
                            .reduce(0, ArrivalBound::greatestCommonDivisor));
        }
    }

    private double price(int partition) {
        return (double) layout.loads.bytes(partition) / layout.loads.load(partition);
    }

    /**
     * Bounds the bytes of a plan.
     *
     * @param enough a bound that needs no improvement
     * @return 0 bytes if there is a hot partition, or no plan reaches the goal
     */
    static Result of(LoadRequest request, double enough, Budget budget) {
        var bound = new ArrivalBound(request, budget);
        if (IntStream.range(0, request.loads().partitions()).anyMatch(bound.layout::isHot)) {
            return new Result(0, Optional.empty());
        }
        long sure = bound.fromElsewhere(request);
        bound.enough = enough - sure;
        var found = bound.search();
        return new Result(found.bytes() == 0 ? 0 : found.bytes() + sure, found.complete());
    }

    /** The bytes on shards that are drained or not wanted, apart from what is pinned there. */
    private long fromElsewhere(LoadRequest request) {
        return IntStream.range(0, request.loads().partitions())
                .filter(p -> request.current().owner(p).isPresent()
                        && !request.pinned().contains(p))
                .filter(p -> layout.at(p) == Layout.NOWHERE || !layout.mayTake(layout.at(p)))
                .mapToLong(request.loads()::bytes)
                .sum();
    }

    private Result search() {
        double[] leaving = new double[layout.shards()];
        var undecided = new Case(0, leaving, new int[0], new int[0]);
        for (int shard : shards) {
            leaving[shard] = leaving(undecided, shard, Layout.NOWHERE, 0);
        }
        add(new Case(Arrays.stream(leaving).sum(), leaving, new int[0], new int[0]));
        while (!open.isEmpty() && !budget.isSpent()) {
            var least = open.remove();
            int next = largestLeaving(least);
            if (next == Layout.NOWHERE) {
                return new Result((long) least.bytes(), Optional.of(least));
            }
            branch(least, next);
        }
        long enoughIfAny = anyEnough ? (long) enough : 0;
        return new Result(open.isEmpty() ? enoughIfAny : (long) open.element().bytes(), Optional.empty());
    }

    private void branch(Case parent, int partition) {
        int home = layout.at(partition);
        long load = layout.loads.load(partition);
        double[] stays = parent.leaving().clone();
        stays[home] = leaving(parent, home, partition, 0);
        add(parent.with(stays, partition, home, 0));
        double homeLeaving = leaving(parent, home, partition, -load);
        for (int shard : shards) {
            if (shard != home) {
                double[] goes = parent.leaving().clone();
                goes[home] = homeLeaving;
                goes[shard] = leaving(parent, shard, Layout.NOWHERE, load);
                add(parent.with(goes, partition, shard, layout.loads.bytes(partition)));
            }
        }
    }

    private void add(Case child) {
        budget.spend(layout.shards());
        boolean isEnough = child.bytes() >= enough;
        anyEnough |= isEnough && child.bytes() < Double.POSITIVE_INFINITY;
        if (!isEnough) {
            open.add(child);
        }
    }

    /**
     * The fewest bytes that leave a shard.
     *
     * @param besides another partition that is decided, or {@link Layout#NOWHERE}
     * @param more load that it brings or takes away
     */
    private double leaving(Case given, int shard, int besides, long more) {
        double tooMuch = tooMuch(given, shard) + more;
        if (tooMuch <= 0) {
            return 0;
        }
        int[] free = free(given, shard, besides);
        double[] loads = new double[free.length];
        double[] bytes = new double[free.length];
        double load = 0;
        double size = 0;
        for (int i = 0; i < free.length; i++) {
            loads[i] = load += layout.loads.load(free[i]);
            bytes[i] = size += layout.loads.bytes(free[i]);
        }
        return Cover.leastBytes(loads, bytes, Math.ceil(tooMuch), divisor[shard], budget);
    }

    private double tooMuch(Case given, int shard) {
        double load = layout.load(shard);
        for (int i = 0; i < given.decided().length; i++) {
            int partition = given.decided()[i];
            load += given.at()[i] == shard ? layout.loads.load(partition) : 0;
            load -= layout.at(partition) == shard ? layout.loads.load(partition) : 0;
        }
        return load - limit[shard];
    }

    /** The partitions of a shard that aren't decided, the cheapest first. */
    private int[] free(Case given, int shard, int besides) {
        mark(given, besides, true);
        int[] free = new int[byPrice[shard].length];
        int count = 0;
        for (int partition : byPrice[shard]) {
            if (!isDecided[partition]) {
                free[count++] = partition;
            }
        }
        mark(given, besides, false);
        budget.spend(1 + free.length / ITEMS_A_STEP);
        return Arrays.copyOf(free, count);
    }

    private void mark(Case given, int besides, boolean decided) {
        for (int partition : given.decided()) {
            isDecided[partition] = decided;
        }
        if (besides != Layout.NOWHERE) {
            isDecided[besides] = decided;
        }
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Of those that leave if fractions may, the undecided one with the most load. */
    private int largestLeaving(Case given) {
        int largest = Layout.NOWHERE;
        for (int shard : shards) {
            double left = tooMuch(given, shard);
            int[] free = left > 0 ? free(given, shard, Layout.NOWHERE) : new int[0];
            for (int i = 0; i < free.length && left > 0; i++) {
                left -= layout.loads.load(free[i]);
                if (largest == Layout.NOWHERE || layout.loads.load(free[i]) > layout.loads.load(largest)) {
                    largest = free[i];
                }
            }
        }
        return largest;
    }
}
