package io.shardwright.controller.rebalance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long moves will take that are under way: time taken × (1 − s) ÷ s, where s is the share of the way.
 *
 * @param time above zero
 */
public record TimeLeft(Duration time) {
    private static final int WORDS_IN_SECONDS_BELOW = 120;

    /**
     * Empty until something is done, and when nothing remains.
     *
     * @param share of the way, 0 to 1
     */
    public static Optional<TimeLeft> of(Instant startedAt, Instant now, double share) {
        return share <= 0 || share >= 1
                ? Optional.empty()
                : Optional.of(new TimeLeft(Duration.ofMillis(
                        Math.round(Duration.between(startedAt, now).toMillis() * (1 - share) / share))));
    }

    /** Such as {@code 12 s} and {@code 3 min}. */
    @Override
    public String toString() {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < WORDS_IN_SECONDS_BELOW ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
