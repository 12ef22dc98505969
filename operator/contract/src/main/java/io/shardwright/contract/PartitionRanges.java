package io.shardwright.contract;

import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A set of partitions, written as ascending, disjoint, non-adjacent ranges: {@code "0-127,512"}; the empty set is {@code ""}.
 * Immutable. A set has exactly one text.
 */
public final class PartitionRanges {
    private static final PartitionRanges EMPTY = new PartitionRanges(new BitSet());

    private final BitSet bits;

    private PartitionRanges(BitSet bits) {
        this.bits = bits;
    }

    /** The set without partitions. */
    public static PartitionRanges empty() {
        return EMPTY;
    }

    /** The set of the given bits; later changes of the argument have no effect. */
    public static PartitionRanges of(BitSet partitions) {
        return new PartitionRanges((BitSet) partitions.clone());
    }

    /** The set of the given partitions, in any order. */
    public static PartitionRanges of(IntStream partitions) {
        BitSet bits = new BitSet();
        partitions.forEach(bits::set);
        return new PartitionRanges(bits);
    }

    /**
     * Reads a text.
     *
     * @param partitions bound: every partition must be below it
     * @throws IllegalArgumentException if the text isn't of the form above or goes beyond the bound
     */
    public static PartitionRanges parse(String text, int partitions) {
        BitSet bits = new BitSet();
        if (text.isEmpty()) {
            return EMPTY;
        }
        int previousEnd = -2;
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = number(text, dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : number(text, range.substring(dash + 1));
            if (first <= previousEnd + 1 || last < first || (dash >= 0 && last == first)) {
                throw new IllegalArgumentException(
                        "ranges '" + abbreviate(text) + "' are not ascending and disjoint at '" + range + "'");
            }
            if (last >= partitions) {
                throw new IllegalArgumentException(
                        "ranges '" + abbreviate(text) + "' name partition " + last + ", but there are " + partitions);
            }
            bits.set(first, last + 1);
            previousEnd = last;
        }
        return new PartitionRanges(bits);
    }

    private static int number(String text, String digits) {
        if (digits.isEmpty() || digits.length() > 7 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "ranges '" + abbreviate(text) + "': '" + abbreviate(digits) + "' is not a partition's number");
        }
        return Integer.parseInt(digits);
    }

    private static String abbreviate(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "…";
    }

    /** Whether the set has this partition. */
    public boolean contains(int partition) {
        return bits.get(partition);
    }

    /** Whether the two sets share a partition. */
    public boolean intersects(PartitionRanges other) {
        return bits.intersects(other.bits);
    }

    /** Whether every partition of the other set is in this one. */
    public boolean containsAll(PartitionRanges other) {
        BitSet rest = (BitSet) other.bits.clone();
        rest.andNot(bits);
        return rest.isEmpty();
    }

    /** Number of partitions. */
    public int size() {
        return bits.cardinality();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** The partitions, ascending. */
    public IntStream stream() {
        return bits.stream();
    }

    /** Calls the action with each partition, ascending. */
    public void forEach(IntConsumer action) {
        for (int p = bits.nextSetBit(0); p >= 0; p = bits.nextSetBit(p + 1)) {
            action.accept(p);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionRanges ranges && ranges.bits.equals(bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /** The text of the set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = bits.nextSetBit(end);
        }
        return text.toString();
    }
}
