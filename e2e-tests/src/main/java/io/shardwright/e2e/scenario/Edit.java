package io.shardwright.e2e.scenario;

import java.time.Duration;
import java.util.Locale;

/**
 * An edit of a ShardSet, carried out to its end.
 *
 * @param what the edit, for people
 * @param before placement before it
 * @param after placement when it had settled
 * @param took time from the edit until it had settled
 */
public record Edit(String what, Placement before, Placement after, Duration took) {
    /** Makes the edit and waits until it has settled, at most the limit. */
    public static Edit make(Store store, String what, String patch, Duration limit) {
        Placement before = store.placement();
        long start = System.nanoTime();
        store.edit(patch);
        store.awaitSettled(limit);
        return new Edit(what, before, store.placement(), Duration.ofNanos(System.nanoTime() - start));
    }

    /** Partitions that moved. */
    public long moves() {
        return after.movesSince(before);
    }

    /** The fewest moves that the edit could have taken. */
    public int fewestMoves() {
        return after.fewestMovesSince(before);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-32s %4d moves (fewest possible %4d)  %3d s  farthest from fair share %.2f  epoch %d -> %d",
                what,
                moves(),
                fewestMoves(),
                took.toSeconds(),
                after.farthestFromFair(),
                before.epoch(),
                after.epoch());
    }
}
