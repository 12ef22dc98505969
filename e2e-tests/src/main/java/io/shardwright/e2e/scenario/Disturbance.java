package io.shardwright.e2e.scenario;

import io.shardwright.sample.load.Figures;
import java.time.Duration;
import java.util.Locale;

/**
 * What a change cost those who send requests meanwhile.
 *
 * @param what the change, for people
 * @param steady figures of the same load right before it
 * @param during figures from its beginning to its end
 */
public record Disturbance(String what, Figures steady, Figures during) {
    /** A load that has just begun, and a store that has just changed, aren't steady yet. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration STEADY = Duration.ofSeconds(10);

    /** Lets the load rest for five seconds, watches it for ten, then makes the change and watches until it returns. */
    public static Disturbance of(LoadPod load, String what, Runnable change) {
        Store.pause(REST);
        load.window();
        Store.pause(STEADY);
        Figures steady = load.window();
        change.run();
        return new Disturbance(what, steady, load.window());
    }

    /** How many times as long as before the slowest hundredth of the requests took. */
    public double p99Ratio() {
        return during.p99Millis() / steady.p99Millis();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-40s %4.0f s  %6d requests (%.0f/s)  %d failed  p99 %.0f ms, %.1f x steady %.0f ms  longest %.0f ms",
                what,
                during.seconds(),
                during.requests(),
                during.rate(),
                during.failed(),
                during.p99Millis(),
                p99Ratio(),
                steady.p99Millis(),
                during.maxMillis());
    }
}
