package io.shardwright.sample.server.state;

import java.util.Comparator;

/**
 * Version of a key: which write made it what it is. Every write of a key has a higher version than the one before, for ever:
 * within a shard the log's index rises, and each move of the partition raises the epoch, which counts first.
 *
 * @param epoch the partition's own epoch when the write was applied, at least 1
 * @param sequence place of the write in the log of the shard that took it: {@code index · 2^16 + position in its batch}, so
 *     that two writes of one key in one batch differ
 */
public record Version(long epoch, long sequence) implements Comparable<Version> {
    static final int POSITION_BITS = 16;

    private static final Comparator<Version> ORDER =
            Comparator.comparingLong(Version::epoch).thenComparingLong(Version::sequence);

    public Version {
        if (epoch < 1 || sequence < 0) {
            throw new IllegalArgumentException("no version: " + epoch + "." + sequence);
        }
    }

    static long sequence(long index, int position) {
        return index << POSITION_BITS | position;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    public static Version parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException("'" + text + "' is not EPOCH.SEQUENCE");
        }
        return new Version(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    /** The text form, {@code "<epoch>.<sequence>"}: the ETag of a key. */
    public String text() {
        return epoch + "." + sequence;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
