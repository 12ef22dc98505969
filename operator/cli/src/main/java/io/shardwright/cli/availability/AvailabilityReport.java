package io.shardwright.cli.availability;

import io.shardwright.planner.availability.Availability;
import io.shardwright.planner.availability.Verdict;
import java.util.Optional;

/**
 * The computed availability of a ShardSet.
 *
 * @param placement in words: where the pods are, or are assumed to be
 * @param verdict how it compares with the target; empty without one
 */
public record AvailabilityReport(
        String shardSet, String placement, Availability availability, Optional<Verdict> verdict) {

    /** Whether there is a target and it isn't met. */
    public boolean missesTarget() {
        return verdict.filter(v -> !(v instanceof Verdict.Met)).isPresent();
    }
}
