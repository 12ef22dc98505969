package io.shardwright.sample.server.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds a stream of bytes to a rate by a schedule: what was sent has its time, and the next may be sent when that is over.
 *
 * <pre>
 *   sent(n, rate):  due = max(due, now − CREDIT) + n / rate
 * </pre>
 *
 * <p>So over any time t at most {@code rate · (t + CREDIT)} bytes and one page are sent. The credit makes up for sleeps that
 * last too long and for slow answers; without it a stream would stay below its rate. This is the virtual scheduling of the
 * generic cell rate algorithm (ITU-T I.371), with time in advance instead of tokens.
 */
public final class Pacer {
    /** Time that may be made up for. */
    static final Duration CREDIT = Duration.ofMillis(250);

    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private long due;

    /**
     * Starts with nothing sent and nothing to make up for.
     *
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Pacer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    /**
     * Bytes were sent.
     *
     * @param bytesPerSecond the rate at which they count, at least 1; it may differ from the last one
     */
    public synchronized void sent(long bytes, long bytesPerSecond) {
        long earliest = nanoTime.getAsLong() - CREDIT.toNanos();
        long from = due - earliest > 0 ? due : earliest;
        due = from + (long) (bytes * (NANOS_PER_SECOND / bytesPerSecond));
    }

    /** How long to wait before more is sent; zero for not at all. */
    public synchronized Duration untilDue() {
        return Duration.ofNanos(Math.max(0, due - nanoTime.getAsLong()));
    }
}
