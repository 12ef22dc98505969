package io.shardwright.sample.server.pace;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all copies into a shard, or all out of it, may take together in a second. It yields to users' requests:
 *
 * <pre>
 *   every WINDOW in which copies asked:
 *     more than 1 in 20 requests slow  →  allowed = max(floor, min(allowed, copied in the window / its time) / 2)
 *     else                             →  allowed = min(limit, allowed · 5/4)
 *   floor = min(limit, 1 MiB/s)
 * </pre>
 *
 * <p>Halving what was really copied, and not what was allowed, makes it bite at once; rising by a quarter brings it from the
 * floor to 64 MiB/s in 19 windows, four seconds. It never falls below the floor, so that every copy ends.
 */
public final class CopyLimit {
    /** No copy is held below this by users' requests, in bytes per second. */
    public static final long FLOOR = 1 << 20;

    static final Duration WINDOW = Duration.ofMillis(200);
    /** Nothing follows for now from what happened longer ago. */
    private static final Duration STALE = Duration.ofSeconds(2);

    private static final int ONE_IN = 20;

    private final long limit;
    private final long floor;
    private final RequestWaits requests;
    private final LongSupplier nanoTime;
    private final Pacer pacer;

    private long allowed;
    private long copied;
    private long windowStart;
    private RequestWaits.Count atStart;
    private @Nullable String yields;

    /**
     * Starts at the limit.
     *
     * @param limit bytes of keys and values per second, at least 1
     */
    public CopyLimit(long limit, RequestWaits requests, LongSupplier nanoTime) {
        this.limit = limit;
        this.floor = Math.min(limit, FLOOR);
        this.requests = requests;
        this.nanoTime = nanoTime;
        this.pacer = new Pacer(nanoTime);
        this.allowed = limit;
        this.windowStart = nanoTime.getAsLong();
        this.atStart = requests.count();
    }

    /** One that never holds up anything. */
    public static CopyLimit none() {
        return new CopyLimit(Long.MAX_VALUE, new RequestWaits(Duration.ofDays(1)), System::nanoTime);
    }

    /** What is configured, in bytes per second. */
    public long limit() {
        return limit;
    }

    /** How long to wait before more is copied; zero for not at all. */
    public synchronized Duration untilDue() {
        adapt();
        return pacer.untilDue();
    }

    /** Bytes of keys and values were copied. */
    public synchronized void copied(long bytes) {
        adapt();
        copied += bytes;
        pacer.sent(bytes, allowed);
    }

    /** What is allowed now, in bytes per second. */
    public synchronized long allowed() {
        return allowed;
    }

    /** Why copies are held below the limit, or null where they aren't. */
    public synchronized @Nullable String yields() {
        return yields;
    }

    private void adapt() {
        long now = nanoTime.getAsLong();
        long elapsed = now - windowStart;
        if (elapsed < Math.max(WINDOW.toNanos(), requests.slow().toNanos())) {
            return;
        }
        RequestWaits.Count count = requests.count();
        long slow = count.slowSince(atStart);
        long all = count.since(atStart);
        if (elapsed < STALE.toNanos() + requests.slow().toNanos() && slow * ONE_IN > all) {
            long measured = (long) (copied * (1e9 / elapsed));
            allowed = Math.max(floor, Math.min(allowed, measured == 0 ? allowed : measured) / 2);
            yields =
                    "yields to requests: %d of the last %d waited %d ms or longer for the log; copies at most %.1f MiB/s"
                            .formatted(slow, all, requests.slow().toMillis(), (double) allowed / (1 << 20));
        } else {
            allowed = allowed > limit / 5 * 4 ? limit : allowed + allowed / 4 + 1;
            yields = allowed == limit ? null : yields;
        }
        copied = 0;
        windowStart = now;
        atStart = count;
    }
}
