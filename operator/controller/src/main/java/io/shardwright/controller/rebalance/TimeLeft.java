package io.shardwright.controller.rebalance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long moves will take that are under way: time taken × moves remaining ÷ moves done.
 *
 * @param time above zero
 */
public record TimeLeft(Duration time) {
    private static final int WORDS_IN_SECONDS_BELOW = 120;

    /** Empty until something is done, and when nothing remains. */
    public static Optional<TimeLeft> of(Instant startedAt, Instant now, int done, int remaining) {
        return done <= 0 || remaining <= 0
                ? Optional.empty()
                : Optional.of(new TimeLeft(
                        Duration.between(startedAt, now).multipliedBy(remaining).dividedBy(done)));
    }

    /** Such as {@code 12 s} and {@code 3 min}. */
    @Override
    public String toString() {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < WORDS_IN_SECONDS_BELOW ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
