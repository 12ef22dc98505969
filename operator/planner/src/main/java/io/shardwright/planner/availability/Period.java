package io.shardwright.planner.availability;

import java.util.Locale;

/** A span of calendar time over which down-time is added up. A year is 365.2425 days, a month a twelfth of it. */
public enum Period {
    YEAR(365.2425 * 86_400),
    MONTH(365.2425 * 86_400 / 12),
    WEEK(7 * 86_400),
    DAY(86_400);

    private final double seconds;

    Period(double seconds) {
        this.seconds = seconds;
    }

    double seconds() {
        return seconds;
    }

    /** Such as {@code year}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
