package io.shardwright.bench.plot;

/**
 * Points in the order in which a line joins them.
 *
 * @param x as many as {@code y}
 * @param dots whether each point is marked
 * @param dashed for bounds and comparisons rather than measurements
 */
public record Series(String name, double[] x, double[] y, boolean dots, boolean dashed) {

    /** @throws IllegalArgumentException if there is no point, or as many of one kind of figure as not of the other */
    public Series {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(name + " has " + x.length + " x and " + y.length + " y");
        }
    }

    /** A line with its points marked. */
    public static Series measured(String name, double[] x, double[] y) {
        return new Series(name, x, y, true, false);
    }

    /** A line through many points. */
    public static Series trace(String name, double[] x, double[] y) {
        return new Series(name, x, y, false, false);
    }

    /** A dashed line. */
    public static Series bound(String name, double[] x, double[] y) {
        return new Series(name, x, y, false, true);
    }
}
