package io.shardwright.bench.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Loads and sizes of partitions, of which a few are far heavier than the rest.
 *
 * <p>The load of the k-th heaviest partition is proportional to k<sup>−s</sup> (Zipf's law); which partition is the k-th
 * is drawn by the seed.
 *
 * @param load one a partition, above 0
 * @param bytes one a partition, above 0
 */
public record SkewedLoads(long[] load, long[] bytes) {

    /** The load of all partitions together, about; rounding a partition's to a whole number matters at no size used here. */
    public static final long TOTAL_LOAD = 1_000_000_000L;

    private static final long MEAN_BYTES = 64L << 20;

    /** How a partition's bytes relate to its load. */
    public enum Sizes {
        /** A partition with twice the load holds twice the bytes. */
        PROPORTIONAL("proportional"),
        /** Log-normal with σ = 1, independent of the load. */
        INDEPENDENT("independent"),
        /** Every partition holds the same. */
        EQUAL("equal");

        private final String title;

        Sizes(String title) {
            this.title = title;
        }

        /** As shown in tables. */
        public String title() {
            return title;
        }
    }

    /**
     * Zipf loads.
     *
     * @param exponent s, 0 (all alike) or more
     */
    public static SkewedLoads zipf(int partitions, double exponent, Sizes sizes, long seed) {
        var random = new SplittableRandom(seed);
        double[] share = new double[partitions];
        for (int rank = 0; rank < partitions; rank++) {
            share[rank] = Math.pow(rank + 1, -exponent);
        }
        shuffle(share, random);
        double sum = Arrays.stream(share).sum();
        long[] load = new long[partitions];
        long[] bytes = new long[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            load[partition] = atLeastOne(share[partition] / sum * TOTAL_LOAD);
            double relative = switch (sizes) {
                case PROPORTIONAL -> share[partition] / sum * partitions;
                case INDEPENDENT -> Math.exp(random.nextGaussian() - 0.5);
                case EQUAL -> 1;
            };
            bytes[partition] = atLeastOne(relative * MEAN_BYTES);
        }
        return new SkewedLoads(load, bytes);
    }

    private static long atLeastOne(double value) {
        return Math.max(1, Math.round(value));
    }

    private static void shuffle(double[] values, SplittableRandom random) {
        for (int last = values.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            double kept = values[last];
            values[last] = values[other];
            values[other] = kept;
        }
    }
}
