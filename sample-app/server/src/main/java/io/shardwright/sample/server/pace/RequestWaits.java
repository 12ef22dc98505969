package io.shardwright.sample.server.pace;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long users' requests wait for this shard's log: a write for its commit, a read for the leader's confirmation. These are
 * the waits that a copy makes longer, because it goes through the same log, disk and processors.
 */
public final class RequestWaits {
    private final Duration slow;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder endedSlow = new LongAdder();

    /**
     * Counts.
     *
     * @param slow a wait is slow from here on
     */
    public RequestWaits(Duration slow) {
        this.slow = slow;
    }

    /** A request begins to wait. */
    public void begun() {
        begun.increment();
    }

    /** A request has waited so long. */
    public void ended(long nanos) {
        ended.increment();
        if (nanos >= slow.toNanos()) {
            endedSlow.increment();
        }
    }

    Duration slow() {
        return slow;
    }

    /** All requests so far. */
    Count count() {
        long over = ended.sum();
        return new Count(Math.max(over, begun.sum()), over, endedSlow.sum());
    }

    /** Requests so far that began and that ended to wait, and how many of these were slow. */
    record Count(long begun, long ended, long endedSlow) {
        /**
         * Slow requests since an earlier count: those that ended slow, and at least those that waited then and can't have
         * ended since. The time between must be at least {@link #slow}, else the latter needn't be slow.
         */
        long slowSince(Count before) {
            return endedSlow - before.endedSlow + stillWaitingSince(before);
        }

        /** Requests since an earlier count that ended, or waited all the time. */
        long since(Count before) {
            return ended - before.ended + stillWaitingSince(before);
        }

        private long stillWaitingSince(Count before) {
            return Math.max(0, before.begun - ended);
        }
    }
}
