package io.shardwright.e2e.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast a copy went, from what was seen of its progress at some times.
 *
 * @param seen in the order of time
 */
public record CopyRate(List<Sample> seen) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MIB = 1 << 20;

    /** Takes a copy of the list. */
    public CopyRate {
        seen = List.copyOf(seen);
    }

    /**
     * Progress at one time.
     *
     * @param nanos time, in nanoseconds of any monotonic clock
     * @param bytes copied until then
     */
    public record Sample(long nanos, long bytes) {}

    /** Mean from the first sight to the last, in bytes per second: {@code Δbytes / Δt}; 0 where there are no two. */
    public double mean() {
        return seen.size() < 2 ? 0 : rate(seen.getFirst(), seen.getLast());
    }

    /**
     * Rates of the windows, in bytes per second. A window ends with the first sight after that many seconds, and the next
     * begins there; what is left in the end counts for none.
     */
    public List<Double> windows(double seconds) {
        List<Double> rates = new ArrayList<>();
        if (seen.isEmpty()) {
            return rates;
        }
        Sample begin = seen.getFirst();
        for (Sample sample : seen) {
            if (sample.nanos() - begin.nanos() >= seconds * NANOS_PER_SECOND) {
                rates.add(rate(begin, sample));
                begin = sample;
            }
        }
        return rates;
    }

    private static double rate(Sample begin, Sample end) {
        return (end.bytes() - begin.bytes()) * NANOS_PER_SECOND / (end.nanos() - begin.nanos());
    }

    /** A rate for people. */
    public static String text(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%.2f MiB/s", bytesPerSecond / MIB);
    }
}
