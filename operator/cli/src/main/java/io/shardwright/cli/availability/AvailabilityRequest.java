package io.shardwright.cli.availability;

import io.shardwright.planner.availability.Assumptions;
import io.shardwright.planner.availability.Target;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What a user asks of availability, beside what the ShardSet says of it.
 *
 * @param target to be compared with; empty: that of the ShardSet, if it has one
 * @param assumptions changes what the ShardSet assumes
 * @param hosts on how many hosts the pods are assumed to be; empty: as the cluster has them, else each on its own
 * @param zones in how many zones those hosts are
 */
public record AvailabilityRequest(
        Optional<Target> target, UnaryOperator<Assumptions> assumptions, OptionalInt hosts, int zones) {}
