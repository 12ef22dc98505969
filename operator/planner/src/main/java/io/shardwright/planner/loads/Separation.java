package io.shardwright.planner.loads;

import io.shardwright.planner.PartitionSet;
import java.util.Arrays;
import java.util.List;

/**
 * Which partitions should not share a failure domain: an application that keeps a second copy of what is in one partition
 * in another one, say.
 *
 * @param mode what to do about it
 * @param groups disjoint sets of partitions; the members of one belong in different domains
 */
public record Separation(Mode mode, List<PartitionSet> groups) {

    /** Nothing belongs apart. */
    public static final Separation NONE = new Separation(Mode.SPREAD, List.of());

    /** How strictly the members of a group are separated. */
    public enum Mode {
        /** What moves anyway goes where the fewest of its group are. Nothing moves for this alone. */
        SPREAD,
        /** No two in one domain: what breaks it moves, and what would have to break it is refused or stays. */
        KEEP_APART
    }

    /** @throws IllegalArgumentException if a partition is in two groups */
    public Separation {
        groups = List.copyOf(groups);
        var seen = groups.stream().flatMapToInt(PartitionSet::stream).sorted().toArray();
        for (int i = 1; i < seen.length; i++) {
            if (seen[i] == seen[i - 1]) {
                throw new IllegalArgumentException("partition " + seen[i] + " is in two groups");
            }
        }
    }

    /** The largest group's size; 0 without groups. */
    int largest() {
        return groups.stream().mapToInt(PartitionSet::size).max().orElse(0);
    }

    /** The group of each partition, or -1. */
    int[] groupOf(int partitions) {
        int[] of = new int[partitions];
        Arrays.fill(of, -1);
        for (int group = 0; group < groups.size(); group++) {
            int number = group;
            groups.get(group).stream().forEach(partition -> of[partition] = number);
        }
        return of;
    }
}
