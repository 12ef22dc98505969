package io.shardwright.planner.availability;

/**
 * Between what an unavailability lies.
 *
 * @param low 0 to {@code high}
 * @param high {@code low} to 1
 */
record Bounds(double low, double high) {

    static final Bounds NEVER_DOWN = new Bounds(0, 0);

    static Bounds exactly(double unavailability) {
        return new Bounds(unavailability, unavailability);
    }

    /** Both this and an independent other are needed. */
    Bounds and(Bounds other) {
        return new Bounds(inSequence(low, other.low), inSequence(high, other.high));
    }

    static double inSequence(double a, double b) {
        return Math.min(1, a + b * (1 - a));
    }
}
