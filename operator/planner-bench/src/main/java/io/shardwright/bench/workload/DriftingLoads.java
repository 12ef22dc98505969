package io.shardwright.bench.workload;

import java.util.SplittableRandom;

/**
 * Loads of partitions that change with the time of day, wander, and burst.
 *
 * <p>The load of a partition is the product of
 *
 * <ul>
 *   <li>its size: log-normal with σ = 1;
 *   <li>the time of day: 1 + a·sin, with an amplitude a of 0.2 to 0.6 and a peak within some hours of the common one, both
 *       the partition's own;
 *   <li>a random walk that is drawn back to its middle (Ornstein–Uhlenbeck in the logarithm): standard deviation 0.4, half
 *       of an excursion gone after two days;
 *   <li>bursts: {@value #BURSTS_PER_DAY} a day on average over all partitions, each 3 to 10 times the load of one of them,
 *       falling by half every half hour.
 * </ul>
 *
 * <p>A measurement of it is off by a factor drawn evenly from 1 ± {@value #MEASUREMENT_ERROR}, anew each time.
 */
public final class DriftingLoads {

    public static final double MEASUREMENT_ERROR = 0.10;
    static final double BURSTS_PER_DAY = 4;

    private static final double MINUTES_PER_DAY = 24 * 60;
    private static final double WALK_DEVIATION = 0.4;
    private static final double WALK_HALF_LIFE_MINUTES = 2 * MINUTES_PER_DAY;
    private static final double BURST_HALF_LIFE_MINUTES = 30;
    private static final double MEAN_LOAD = 1_000_000;

    private final int stepMinutes;
    private final boolean drifting;
    private final SplittableRandom random;
    private final SplittableRandom errors;
    private final double[] size;
    private final double[] amplitude;
    private final double[] phase;
    private final double[] walk;
    private final double[] burst;
    private int minute;

    private DriftingLoads(int partitions, int stepMinutes, boolean drifting, long seed) {
        this.stepMinutes = stepMinutes;
        this.drifting = drifting;
        this.random = new SplittableRandom(seed);
        this.errors = random.split();
        this.size = new double[partitions];
        this.amplitude = new double[partitions];
        this.phase = new double[partitions];
        this.walk = new double[partitions];
        this.burst = new double[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            size[partition] = MEAN_LOAD * Math.exp(random.nextGaussian() - 0.5);
            amplitude[partition] = random.nextDouble(0.2, 0.6);
            phase[partition] = random.nextGaussian() * 0.8;
            walk[partition] = random.nextGaussian() * WALK_DEVIATION;
        }
    }

    /** Loads that drift, at time 0. */
    public static DriftingLoads drifting(int partitions, int stepMinutes, long seed) {
        return new DriftingLoads(partitions, stepMinutes, true, seed);
    }

    /** Loads that are drawn as those are, and stay. */
    public static DriftingLoads constant(int partitions, int stepMinutes, long seed) {
        return new DriftingLoads(partitions, stepMinutes, false, seed);
    }

    public int partitions() {
        return size.length;
    }

    /** What the partitions hold; constant. The larger a partition's usual load, the more it holds. */
    public long[] bytes() {
        long[] bytes = new long[size.length];
        for (int partition = 0; partition < bytes.length; partition++) {
            bytes[partition] = Math.max(1, Math.round(size[partition] / MEAN_LOAD * (64L << 20)));
        }
        return bytes;
    }

    /** Lets one step pass. */
    public void advance() {
        minute += stepMinutes;
        if (!drifting) {
            return;
        }
        double walkLeft = Math.pow(0.5, stepMinutes / WALK_HALF_LIFE_MINUTES);
        double walkStep = WALK_DEVIATION * Math.sqrt(1 - walkLeft * walkLeft);
        double burstLeft = Math.pow(0.5, stepMinutes / BURST_HALF_LIFE_MINUTES);
        for (int partition = 0; partition < size.length; partition++) {
            walk[partition] = walk[partition] * walkLeft + walkStep * random.nextGaussian();
            burst[partition] *= burstLeft;
        }
        if (random.nextDouble() < BURSTS_PER_DAY * stepMinutes / MINUTES_PER_DAY) {
            burst[random.nextInt(size.length)] += random.nextDouble(3, 10) - 1;
        }
    }

    /** The loads as they are now. */
    public long[] exact() {
        long[] load = new long[size.length];
        for (int partition = 0; partition < load.length; partition++) {
            load[partition] = Math.max(1, Math.round(at(partition)));
        }
        return load;
    }

    private double at(int partition) {
        if (!drifting) {
            return size[partition];
        }
        double day = 1 + amplitude[partition] * Math.sin(2 * Math.PI * minute / MINUTES_PER_DAY + phase[partition]);
        return size[partition] * day * Math.exp(walk[partition]) * (1 + burst[partition]);
    }

    /** The loads as they are measured now. */
    public long[] measured() {
        long[] load = new long[size.length];
        for (int partition = 0; partition < load.length; partition++) {
            double error = errors.nextDouble(1 - MEASUREMENT_ERROR, 1 + MEASUREMENT_ERROR);
            load[partition] = Math.max(1, Math.round(at(partition) * error));
        }
        return load;
    }
}
