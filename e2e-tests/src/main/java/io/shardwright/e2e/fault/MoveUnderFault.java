package io.shardwright.e2e.fault;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.e2e.scenario.Placement;
import io.shardwright.e2e.scenario.Store;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A move between two shards that a fault met in one moment, carried out to its end.
 *
 * @param fault what happened, for people
 * @param moment when it happened
 * @param move id of the move
 * @param phases what replicas that the fault left alone said of the move once it had begun
 * @param took time from the edit until all was well
 * @param before placement before the edit
 * @param after placement at the end
 * @param owned what the shards own by their own word in the end, each confirmed by a majority; a partition of two owners is
 *     in it twice
 */
public record MoveUnderFault(
        String fault,
        MoveMoment moment,
        String move,
        String phases,
        Duration took,
        Placement before,
        Placement after,
        List<Integer> owned) {
    /** Share of the partitions that moves, of two shards that had the same number or are to have it. */
    private static final int QUARTER = 4;

    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(60);

    /** What happens to the move. */
    @FunctionalInterface
    public interface Fault {
        /** Begins, and lasts until what this returns is closed. */
        Running begin(Ends ends);

        /** One that is over at once. */
        static Fault atOnce(Consumer<Ends> happens) {
            return ends -> {
                happens.accept(ends);
                return Running.OVER;
            };
        }
    }

    /**
     * The two ends of the move when it began.
     *
     * @param from source shard
     * @param to target shard
     * @param source pod that led the source shard
     * @param target pod that led the target shard
     */
    public record Ends(int from, int to, String source, String target) {}

    /**
     * Moves a quarter of all partitions from the one of the first two shards to the other, or back where they were moved
     * before, and lets the fault begin in the moment.
     *
     * @param lasts time from when the fault has begun until it ends
     * @param limit on the time from the end of the fault until everything is settled and whole
     * @throws AssertionError if that lasts longer, or the moment doesn't come
     */
    public static MoveUnderFault run(
            Store store, String name, MoveMoment moment, Fault fault, Duration lasts, Duration limit) {
        Placement before = store.placement();
        boolean even = before.counts().getOrDefault(0, 0) == before.owners().length / 2;
        int from = even ? 1 : 0;
        Ends ends = new Ends(from, 1 - from, store.leader(from), store.leader(1 - from));
        long start = System.nanoTime();
        store.edit(weights(even ? 150 : 100, even ? 50 : 100));
        String move = moment.await(store, from, ends.source(), ends.target(), BEGINS_WITHIN);
        String phases;
        try (Running running = fault.begin(ends)) {
            phases = "source " + phaseAmong(store, from, move, ends.source()) + ", target "
                    + phaseAmong(store, 1 - from, move, ends.target());
            Store.pause(lasts);
        }
        store.await("all is well after " + name + " in moment " + moment, limit, store::isWhole);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new MoveUnderFault(name, moment, move, phases, took, before, store.placement(), owned(store));
    }

    /** Partitions that {@link #run} moves. */
    public int wanted() {
        return before.owners().length / QUARTER;
    }

    /** Partitions that were moved. */
    public long moved() {
        return after.movesSince(before);
    }

    private static String weights(int first, int second) {
        return "{\"spec\":{\"shardWeights\":[{\"shard\":0,\"weight\":%d},{\"shard\":1,\"weight\":%d}]}}"
                .formatted(first, second);
    }

    /** The phase that another pod of the shard than the given one says the move is in. */
    private static String phaseAmong(Store store, int shard, String move, String other) {
        return store.pods(shard).stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(pod -> !pod.equals(other))
                .flatMap(pod -> MoveMoment.phaseAt(store, pod, move).stream())
                .map(Enum::name)
                .findFirst()
                .orElse("unknown");
    }

    private static List<Integer> owned(Store store) {
        int partitions = store.placement().owners().length;
        return IntStream.range(0, 2)
                .mapToObj(shard -> store.statusOf(store.leader(shard)).orElseThrow())
                .flatMap(status -> status.owned().stream())
                .flatMap(owned -> PartitionRanges.parse(owned.ranges(), partitions).stream()
                        .boxed())
                .toList();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s in moment %s of move %s (others then: %s): settled %d s after the edit, %d partitions moved",
                fault,
                moment,
                move,
                phases,
                took.toSeconds(),
                moved());
    }
}
