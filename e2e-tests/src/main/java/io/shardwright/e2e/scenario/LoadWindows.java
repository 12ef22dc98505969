package io.shardwright.e2e.scenario;

import io.shardwright.sample.load.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A load in equal windows of time, one after the other.
 *
 * @param windows figures of each
 */
public record LoadWindows(List<Figures> windows) {
    /** Takes a copy of the list. */
    public LoadWindows {
        windows = List.copyOf(windows);
    }

    /** The windows of both, in this order. */
    public LoadWindows and(LoadWindows later) {
        List<Figures> all = new ArrayList<>(windows);
        all.addAll(later.windows);
        return new LoadWindows(all);
    }

    /**
     * Median of the windows' 99th percentiles, in milliseconds; of an even number the higher one of the two in the middle. One
     * stall of the machine spoils one window, a load that is held up for long spoils half of them.
     */
    public double medianP99Millis() {
        return windows.stream().map(Figures::p99Millis).sorted().toList().get(windows.size() / 2);
    }

    /** Requests of all windows that failed. */
    public long failed() {
        return windows.stream().mapToLong(Figures::failed).sum();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p99 by window %s ms, median %.1f ms; longest %.0f ms, %d failed",
                windows.stream()
                        .map(window -> String.format(Locale.ROOT, "%.1f", window.p99Millis()))
                        .collect(Collectors.joining(" ")),
                medianP99Millis(),
                windows.stream().mapToDouble(Figures::maxMillis).max().orElse(0),
                failed());
    }
}
