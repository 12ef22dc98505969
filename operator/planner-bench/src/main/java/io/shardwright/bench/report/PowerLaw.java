package io.shardwright.bench.report;

import java.util.List;

/**
 * y = c·x<sup>b</sup>, fitted to points by least squares of ln y over ln x.
 *
 * @param exponent b; 1 is linear growth
 * @param factor c
 */
public record PowerLaw(double exponent, double factor) {

    /** A point with both figures above 0. */
    public record Point(double x, double y) {}

    /** @throws IllegalArgumentException if there are fewer than two different x */
    public static PowerLaw fit(List<Point> points) {
        double meanX = points.stream().mapToDouble(p -> Math.log(p.x)).average().orElse(0);
        double meanY = points.stream().mapToDouble(p -> Math.log(p.y)).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (var point : points) {
            double dx = Math.log(point.x) - meanX;
            covariance += dx * (Math.log(point.y) - meanY);
            variance += dx * dx;
        }
        if (variance == 0) {
            throw new IllegalArgumentException("a line needs two different points, not " + points);
        }
        double exponent = covariance / variance;
        return new PowerLaw(exponent, Math.exp(meanY - exponent * meanX));
    }
}
