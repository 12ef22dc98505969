package io.shardwright.router.haproxy;

import io.shardwright.contract.OwnershipTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The content of HAProxy's map: for each partition owner and epoch in one value, {@code s3|17}, so that one look-up can't
 * see the owner of one moment and the epoch of another. Every partition has an entry; {@code none|0} where nobody owns it.
 * Immutable; equal only to itself, because comparing all partitions is what {@link #changedSince} is for.
 */
final class OwnerEntries {
    static final String NOBODY = "none|0";

    private final long mapEpoch;
    private final String[] values;

    private OwnerEntries(long mapEpoch, String[] values) {
        this.mapEpoch = mapEpoch;
        this.values = values;
    }

    /** Entries of a map. */
    static OwnerEntries of(OwnershipTable table) {
        String[] values = new String[table.partitions()];
        Arrays.setAll(values, p -> value(table.owner(p), table.partitionEpoch(p)));
        return new OwnerEntries(table.epoch(), values);
    }

    /** Entries before any map is known. */
    static OwnerEntries ofNobody(int partitions) {
        String[] values = new String[partitions];
        Arrays.fill(values, NOBODY);
        return new OwnerEntries(0, values);
    }

    private static String value(int owner, long epoch) {
        return owner == OwnershipTable.NOBODY ? NOBODY : Backends.name(owner) + "|" + epoch;
    }

    /** Epoch of the map, 0 where there is none. */
    long mapEpoch() {
        return mapEpoch;
    }

    String value(int partition) {
        return values[partition];
    }

    /** The partitions whose value differs, ascending. */
    int[] changedSince(OwnerEntries earlier) {
        return IntStream.range(0, values.length)
                .filter(p -> !values[p].equals(earlier.values[p]))
                .toArray();
    }

    /** The map's file. */
    byte[] file() {
        var text = new StringBuilder(values.length * 12);
        for (int p = 0; p < values.length; p++) {
            text.append(p).append(' ').append(values[p]).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The lines of the file in pieces of at most so many bytes. */
    List<String> chunks(int maxBytes) {
        var chunks = new ArrayList<String>();
        var chunk = new StringBuilder(maxBytes);
        for (int p = 0; p < values.length; p++) {
            String line = p + " " + values[p] + "\n";
            if (chunk.length() + line.length() > maxBytes) {
                chunks.add(chunk.toString());
                chunk.setLength(0);
            }
            chunk.append(line);
        }
        chunks.add(chunk.toString());
        return chunks;
    }
}
