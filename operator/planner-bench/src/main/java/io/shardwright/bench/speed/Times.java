package io.shardwright.bench.speed;

import java.util.Collection;

/** The summary of some times, in their unit; the median of an even number of them is the lower of the two in the middle. */
record Times(double median, double min, double max, int count) {

    static Times of(Collection<Double> times) {
        double[] sorted =
                times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no time was taken");
        }
        return new Times(sorted[(sorted.length - 1) / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
