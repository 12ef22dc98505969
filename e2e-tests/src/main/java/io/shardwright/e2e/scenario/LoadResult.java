package io.shardwright.e2e.scenario;

import io.shardwright.sample.load.Figures;
import java.util.List;
import java.util.Locale;

/**
 * The end of a load.
 *
 * @param figures over all of it
 * @param wrongKeys keys whose last read contradicts what was acknowledged
 * @param examples the first failures and violations
 */
public record LoadResult(Figures figures, long wrongKeys, List<String> examples) {
    /** Acknowledged writes found lost or answers older than what had been seen. */
    public long lost() {
        return Math.max(figures.violations(), wrongKeys);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d requests in %.0f s (%.0f/s), %d failed, %d acknowledged writes, %d lost, p50 %.1f ms, p99 %.1f ms, longest %.0f ms (the machine stood still for up to %d ms, its disk took up to %d ms)",
                figures.requests(),
                figures.seconds(),
                figures.rate(),
                figures.failed(),
                figures.acknowledgedWrites(),
                lost(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.maxMillis(),
                figures.pauseMillis(),
                figures.diskMillis());
    }
}
