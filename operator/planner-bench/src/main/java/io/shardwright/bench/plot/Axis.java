package io.shardwright.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a plot.
 *
 * @param title with the unit
 * @param min the least value shown
 * @param max the greatest value shown, above {@code min}
 * @param logarithmic by decades; {@code min} is above 0 then
 */
public record Axis(String title, double min, double max, boolean logarithmic) {

    private static final int MOST_TICKS = 8;

    /** @throws IllegalArgumentException if there is nothing between the ends, or a logarithm of 0 would be needed */
    public Axis {
        if (!(max > min) || (logarithmic && min <= 0)) {
            throw new IllegalArgumentException("an axis from " + min + " to " + max);
        }
    }

    public static Axis linear(String title, double min, double max) {
        return new Axis(title, min, max, false);
    }

    /** Widened to whole decades. */
    public static Axis decades(String title, double min, double max) {
        return new Axis(
                title, Math.pow(10, Math.floor(Math.log10(min))), Math.pow(10, Math.ceil(Math.log10(max))), true);
    }

    /** Where a value lies: 0 at the least, 1 at the greatest; values beyond lie at the ends. */
    double position(double value) {
        double at = logarithmic
                ? (Math.log(Math.max(value, min)) - Math.log(min)) / (Math.log(max) - Math.log(min))
                : (value - min) / (max - min);
        return Math.clamp(at, 0, 1);
    }

    /** Round values to label. */
    List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        if (logarithmic) {
            for (double tick = min; tick <= max * 1.0001; tick *= 10) {
                ticks.add(tick);
            }
            return ticks;
        }
        double step = step();
        for (long k = (long) Math.ceil(min / step - 1e-9); k * step <= max + step * 1e-9; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** The smallest of 1, 2 and 5 times a power of ten that gives at most {@value #MOST_TICKS} ticks. */
    private double step() {
        double power = Math.pow(10, Math.floor(Math.log10((max - min) / MOST_TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if ((max - min) / (factor * power) <= MOST_TICKS) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Such as {@code 0.01}, {@code 1.05}, {@code 10k}, {@code 1M}. */
    static String label(double tick) {
        if (tick >= 1_000_000) {
            return trimmed(tick / 1_000_000) + "M";
        }
        return tick >= 1_000 ? trimmed(tick / 1_000) + "k" : trimmed(tick);
    }

    private static String trimmed(double value) {
        var text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
