package io.shardwright.bench.waged;

import io.shardwright.planner.Ownership;
import java.util.List;

/**
 * What WAGED is to assign, in its own terms: whole-number capacities and usages in one or two dimensions.
 *
 * @param current who owns what now; one replica a partition, so an owner is an instance
 * @param instances the instances that are to own partitions
 * @param usage what each partition uses; one entry for all partitions alike, or one a partition
 * @param change what happened, from which WAGED derives which partitions it considers
 */
public record WagedProblem(Ownership current, List<Instance> instances, List<Usage> usage, Change change) {

    /**
     * An instance's limits, which no assignment may exceed; evenness is measured as the share of {@code load} in use.
     *
     * @param ordinal the shard it stands for
     * @param load above 0
     * @param bytes above 0
     */
    public record Instance(int ordinal, int load, int bytes) {}

    /** What one partition uses of an instance's limits, 0 or more. */
    public record Usage(int load, int bytes) {}

    /** What made WAGED plan again. */
    public enum Change {
        /** Nothing is assigned yet. WAGED assigns every partition. */
        FIRST_PLACEMENT,
        /** An instance came. WAGED assigns every partition anew, with a preference for where it is. */
        INSTANCE_ADDED,
        /** An instance went. WAGED assigns the partitions it owned, and leaves all others where they are. */
        INSTANCE_REMOVED,
        /** An instance's capacity changed. WAGED assigns every partition anew, with a preference for where it is. */
        CAPACITY_CHANGED,
        /** The partitions' usage changed. WAGED assigns every partition anew, with a preference for where it is. */
        USAGE_CHANGED
    }

    public WagedProblem {
        instances = List.copyOf(instances);
        usage = List.copyOf(usage);
    }

    /** What a partition uses. */
    public Usage usageOf(int partition) {
        return usage.size() == 1 ? usage.getFirst() : usage.get(partition);
    }
}
