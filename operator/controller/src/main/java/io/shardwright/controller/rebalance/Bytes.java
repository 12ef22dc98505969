package io.shardwright.controller.rebalance;

import java.util.Locale;

/** Numbers of bytes for people. */
final class Bytes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int KIBI = 1024;

    private Bytes() {}

    /** Such as {@code 1.5 GiB}. */
    static String text(long bytes) {
        int unit = unit(bytes);
        return number(bytes, unit) + " " + UNITS[unit];
    }

    /** Such as {@code 0.4/1.5 GiB}: both in the unit of the whole. */
    static String text(long part, long whole) {
        int unit = unit(whole);
        return number(part, unit) + "/" + number(whole, unit) + " " + UNITS[unit];
    }

    private static int unit(long bytes) {
        int unit = 0;
        for (long rest = bytes; rest >= KIBI && unit < UNITS.length - 1; rest /= KIBI) {
            unit++;
        }
        return unit;
    }

    private static String number(long bytes, int unit) {
        return unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, "%.1f", bytes / Math.pow(KIBI, unit));
    }
}
