package io.shardwright.sample.server.move;

import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.ShardStore;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a copy back from the target's disk before the fence is asked for, a few partitions at a time: whether what is stored
 * has the digest that was kept up to date while it came in. The source later compares with that digest, at no cost, while
 * users wait.
 */
final class CopyCheck {
    /** After so long the copy goes on first, so that its source hears of it. */
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final int[] partitions;
    private int next;
    private Duration lastTook = Duration.ZERO;

    CopyCheck(PartitionRanges ranges, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.partitions = ranges.stream().toArray();
    }

    boolean isDone() {
        return next == partitions.length;
    }

    /** Reads on; what is wrong, or null for nothing. */
    @Nullable
    String next(ShardStore store) {
        long start = nanoTime.getAsLong();
        boolean sound = true;
        do {
            sound = store.isSound(partitions[next++]);
            lastTook = Duration.ofNanos(nanoTime.getAsLong() - start);
        } while (sound && !isDone() && lastTook.compareTo(AT_ONCE) < 0);
        return sound
                ? null
                : "digest differs: the target stores something else of partition " + partitions[next - 1]
                        + " than it received";
    }

    /** As long as the last reading took, so that at most half of a processor's and of the disk's time goes into it. */
    Duration pause() {
        return lastTook.compareTo(LONGEST_PAUSE) < 0 ? lastTook : LONGEST_PAUSE;
    }
}
