package io.shardwright.planner.loads;

/**
 * How many steps of search one plan may still take, counted and not timed, so that the same inputs give the same plan
 * everywhere.
 */
final class Budget {

    /** Enough for a plan in which few partitions move; a step is about 0.1 µs. */
    static final long OF_ONE_PLAN = 1_000_000;

    private long left;

    /** @param steps 0: nothing is searched */
    Budget(long steps) {
        this.left = steps;
    }

    boolean isSpent() {
        return left <= 0;
    }

    /** The steps left, at most so many. */
    long atMost(long steps) {
        return Math.clamp(left, 0, steps);
    }

    void spend(long steps) {
        left -= steps;
    }
}
