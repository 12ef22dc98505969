package io.shardwright.planner;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable set of partition numbers in ascending order. */
public final class PartitionSet {

    private final int[] sorted;

    private PartitionSet(int[] sorted) {
        this.sorted = sorted;
    }

    /** The set of these partitions, in any order; duplicates count once. */
    public static PartitionSet of(int... partitions) {
        return new PartitionSet(Arrays.stream(partitions).sorted().distinct().toArray());
    }

    /** Takes over an array that is ascending, free of duplicates, and from now on unchanged. */
    static PartitionSet ofSorted(int[] sorted) {
        return new PartitionSet(sorted);
    }

    public int size() {
        return sorted.length;
    }

    public boolean contains(int partition) {
        return Arrays.binarySearch(sorted, partition) >= 0;
    }

    /** The partitions, ascending. */
    public IntStream stream() {
        return Arrays.stream(sorted);
    }

    /** How many ranges of consecutive numbers the set consists of: the length of its encoding. */
    public int ranges() {
        int ranges = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1] + 1) {
                ranges++;
            }
        }
        return ranges;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionSet set && Arrays.equals(sorted, set.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    /** The ranges, such as {@code 0-127,512}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int first = 0, next; first < sorted.length; first = next) {
            next = first + 1;
            while (next < sorted.length && sorted[next] == sorted[next - 1] + 1) {
                next++;
            }
            text.append(first == 0 ? "" : ",").append(sorted[first]);
            if (next - first > 1) {
                text.append('-').append(sorted[next - 1]);
            }
        }
        return text.toString();
    }
}
