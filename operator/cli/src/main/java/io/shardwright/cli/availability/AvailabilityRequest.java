package io.shardwright.cli.availability;

import io.shardwright.planner.availability.Assumptions;
import io.shardwright.planner.availability.Target;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user asks of availability.
 *
 * @param target to be compared with; empty: none
 * @param hosts on how many hosts the pods are assumed to be; empty: as the cluster has them, else each on its own
 * @param zones in how many zones those hosts are
 */
public record AvailabilityRequest(Optional<Target> target, Assumptions assumptions, OptionalInt hosts, int zones) {}
