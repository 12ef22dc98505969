package io.shardwright.planner.availability;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How long something is down within a period.
 *
 * @param seconds at least 0
 */
public record DownTime(double seconds) {

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3_600);
    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

    /** @throws IllegalArgumentException if negative or not a finite number */
    public DownTime {
        if (!(seconds >= 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException("a down-time of " + seconds + " s");
        }
    }

    /**
     * Such as {@code 8h45m57s}, {@code 43m49.7s}, {@code 8.6s}, {@code 86.4ms}: from an hour on in whole seconds, below
     * to a tenth. Parts that are 0 are left out.
     */
    @Override
    public String toString() {
        var exact = BigDecimal.valueOf(seconds);
        if (seconds < 0.9995) {
            return subSecond(exact);
        }
        var tenths = exact.setScale(1, RoundingMode.HALF_UP);
        var rounded = tenths.compareTo(HOUR) >= 0 ? exact.setScale(0, RoundingMode.HALF_UP) : tenths;
        var text = new StringBuilder();
        rounded = take(rounded, DAY, "d", text);
        rounded = take(rounded, HOUR, "h", text);
        rounded = take(rounded, MINUTE, "m", text);
        take(rounded, BigDecimal.ONE, "s", text);
        return text.toString();
    }

    private static BigDecimal take(BigDecimal seconds, BigDecimal unit, String name, StringBuilder text) {
        boolean last = unit.equals(BigDecimal.ONE);
        var count = last ? seconds : seconds.divideToIntegralValue(unit);
        if (count.signum() > 0) {
            text.append(count.stripTrailingZeros().toPlainString()).append(name);
        }
        return seconds.subtract(count.multiply(unit));
    }

    private static String subSecond(BigDecimal seconds) {
        boolean milliseconds = seconds.doubleValue() >= 0.000_999_5;
        var count = seconds.scaleByPowerOfTen(milliseconds ? 3 : 6).setScale(1, RoundingMode.HALF_UP);
        if (count.signum() == 0) {
            return seconds.signum() == 0 ? "0s" : "<0.1us";
        }
        return count.stripTrailingZeros().toPlainString() + (milliseconds ? "ms" : "us");
    }
}
