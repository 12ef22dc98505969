package io.shardwright.planner.availability;

import java.util.List;
import java.util.stream.Collectors;

/** Texts of verdicts. */
final class Comparison {

    private static final int MOST_DIGITS = 17;

    private Comparison() {}

    /** Such as {@code write, each key: 99.978 % misses the target of 99.99 %: down 1h58m12s a year, 52m35.7s allowed}. */
    static String of(Figure figure, Uptime target, String verb) {
        return figure.operation() + ", " + figure.scope() + ": " + apart(figure.uptime(), target) + " % " + verb
                + " the target of " + target.percent() + " %: down "
                + figure.uptime().downTime(Period.YEAR) + " a year, " + target.downTime(Period.YEAR) + " allowed";
    }

    /** With as many digits as it takes to see that the two differ. */
    private static String apart(Uptime uptime, Uptime target) {
        int digits = 2;
        while (digits < MOST_DIGITS
                && !uptime.equals(target)
                && uptime.percent(digits).equals(target.percent())) {
            digits++;
        }
        return uptime.percent(digits);
    }

    static String fix(List<Edit> edits, Figure gives) {
        return edits.stream().map(Edit::text).collect(Collectors.joining(", and ")) + ": gives " + gives.uptime()
                + ", down " + gives.uptime().downTime(Period.YEAR) + " a year";
    }
}
