package io.shardwright.planner.availability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * The share of time in which something is up, held as its complement.
 *
 * <p>Holding the complement U = 1 − A keeps twelve nines apart from thirteen: near 1 a double has a step of 1e-16, near 0
 * it has sixteen digits at any size. The formulas, for parts that fail independently of each other:
 *
 * <ul>
 *   <li>sequence, all are needed: A = A<sub>1</sub> × A<sub>2</sub>, so U = U<sub>1</sub> + U<sub>2</sub> −
 *       U<sub>1</sub>U<sub>2</sub>;
 *   <li>parallel, any will do: A = 1 − (1 − A<sub>1</sub>)(1 − A<sub>2</sub>), so U = U<sub>1</sub>U<sub>2</sub>;
 *   <li>k of n: U is the probability that more than n − k are down, added up from terms that are all positive.
 * </ul>
 *
 * @param unavailability the share of time in which it is down, 0 to 1
 */
public record Uptime(double unavailability) implements Comparable<Uptime> {

    /** Never down. */
    public static final Uptime ALWAYS = new Uptime(0);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int SHOWN_DIGITS = 2;

    /** @throws IllegalArgumentException if out of range or not a number */
    public Uptime {
        if (!(unavailability >= 0 && unavailability <= 1)) {
            throw new IllegalArgumentException("an unavailability of " + unavailability + " is outside 0..1");
        }
        unavailability += 0.0; // no negative zero
    }

    /**
     * Reads a decimal percentage such as {@code 99.95}; nothing is rounded on the way to 0.0005.
     *
     * @throws IllegalArgumentException if it isn't a decimal from 0 to 100
     */
    public static Uptime ofPercent(String percent) {
        BigDecimal value;
        try {
            value = new BigDecimal(percent.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + percent + "' is no percentage: use a decimal from 0 to 100, such as 99.95", e);
        }
        if (value.signum() < 0 || value.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException(percent + " % is outside 0..100, use for example 99.95");
        }
        return new Uptime(HUNDRED.subtract(value).scaleByPowerOfTen(-2).doubleValue());
    }

    /** Both are needed: A × B. */
    public Uptime and(Uptime other) {
        double a = unavailability;
        double b = other.unavailability;
        return new Uptime(Math.min(1, a + b * (1 - a)));
    }

    /** Either will do: 1 − (1 − A)(1 − B). */
    public Uptime or(Uptime other) {
        return new Uptime(unavailability * other.unavailability);
    }

    /** All of n alike are needed: A<sup>n</sup>. */
    public Uptime allOf(int n) {
        return unavailability == 1 && n > 0 ? this : new Uptime(-Math.expm1(n * Math.log1p(-unavailability)));
    }

    /**
     * At least k of the members are needed. O(n²).
     *
     * @param k 0 to the number of members, or more, in which case it is never up
     */
    public static Uptime atLeast(int k, List<Uptime> members) {
        int n = members.size();
        double[] down = new double[n + 1];
        down[0] = 1;
        for (int i = 0; i < n; i++) {
            double u = members.get(i).unavailability;
            for (int j = i + 1; j > 0; j--) {
                down[j] = down[j] * (1 - u) + down[j - 1] * u;
            }
            down[0] *= 1 - u;
        }
        double tooMany = 0;
        for (int j = n; j > n - k && j >= 0; j--) {
            tooMany += down[j];
        }
        return new Uptime(k > n ? 1 : Math.min(1, tooMany));
    }

    /** 1 − U. Loses digits that {@link #unavailability} has. */
    public double availability() {
        return 1 - unavailability;
    }

    /** How many nines: −log10(U), such as 3 for 99.9 %; infinite if never down. */
    public double nines() {
        return -Math.log10(unavailability);
    }

    /** The down-time expected, or allowed, in a period. */
    public DownTime downTime(Period period) {
        return new DownTime(unavailability * period.seconds());
    }

    /** The exact decimal, such as {@code 99.95}; {@link #ofPercent} of it gives this value again. */
    public String percent() {
        return plain(HUNDRED.subtract(BigDecimal.valueOf(unavailability).scaleByPowerOfTen(2)));
    }

    /**
     * The percentage, rounded so that the down-time keeps some digits: {@code 99.9925} for 2.
     *
     * @param digits significant digits of the unavailability, at least 1
     */
    public String percent(int digits) {
        var down = BigDecimal.valueOf(unavailability).scaleByPowerOfTen(2);
        return plain(HUNDRED.subtract(down.round(new MathContext(digits, RoundingMode.HALF_UP))));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** The higher, the later. */
    @Override
    public int compareTo(Uptime other) {
        return Double.compare(other.unavailability, unavailability);
    }

    /** Such as {@code 99.9925 %}. */
    @Override
    public String toString() {
        return percent(SHOWN_DIGITS) + " %";
    }
}
