package io.shardwright.planner.loads;

/**
 * How uneven loads may be before something moves, and how even a plan makes them.
 *
 * <p>Two thresholds make hysteresis. A plan ends with every shard at or below {@code goal} × its fair share. It is begun
 * only if a shard is above that by more than errors of measurement explain. Let every load be measured with an independent
 * error of at most ±ν, once when the last plan was made and once now. By Hoeffding's inequality (W. Hoeffding, 1963,
 * theorem 2) the difference of the two sums over a shard with loads l exceeds 2ν√(ln(1 ÷ δ))·‖l‖₂ with a probability of
 * at most δ = {@value #FALSE_ALARM}; and it never exceeds 2ν ÷ (1 − ν) of the sum. The smaller of the two, as a share of
 * the sum, is the shard's {@link #band}. So many small partitions need little hysteresis, and one large one needs more.
 *
 * @param goal highest load ÷ fair share to leave, 1 to 10
 * @param noise ν, 0 to 0.5; 0: every excess over the goal moves something
 */
public record Tolerance(double goal, double noise) {

    /** A load at most 5 % above its fair share, measured with an error of at most ±10 %. */
    public static final Tolerance DEFAULT = new Tolerance(1.05, 0.10);

    /** How likely noise alone begins a plan, for a shard and a plan. */
    static final double FALSE_ALARM = 1e-6;

    /** @throws IllegalArgumentException if a figure is out of range */
    public Tolerance {
        if (!(goal >= 1 && goal <= 10)) {
            throw new IllegalArgumentException("a goal of " + goal + " × the fair share is outside 1..10");
        }
        if (!(noise >= 0 && noise <= 0.5)) {
            throw new IllegalArgumentException("noise of " + noise + " is outside 0..0.5");
        }
    }

    /** This tolerance with another error of measurement. */
    public Tolerance withNoise(double error) {
        return new Tolerance(goal, error);
    }

    /**
     * By which share of itself a sum of loads may differ from an earlier one through noise alone.
     *
     * @param sum Σl, 0 or more
     * @param sumOfSquares Σl²
     */
    double band(double sum, double sumOfSquares) {
        if (sum == 0) {
            return 0;
        }
        double likely = 2 * noise * Math.sqrt(-Math.log(FALSE_ALARM) * sumOfSquares) / sum;
        return Math.min(likely, 2 * noise / (1 - noise));
    }
}
