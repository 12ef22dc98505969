package io.shardwright.resolver;

import io.shardwright.crds.v1alpha1.Consistency;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.availability.Assumptions;
import io.shardwright.planner.availability.Replication;
import io.shardwright.planner.availability.Target;
import io.shardwright.planner.availability.Uptime;
import java.time.Duration;
import java.util.Optional;

/** From a specification to what the availability model takes. */
public final class AvailabilityInputs {
    private AvailabilityInputs() {}

    /** How replicas stand in for each other. */
    public static Replication replication(Consistency consistency) {
        return switch (consistency) {
            case Strong -> Replication.QUORUM;
        };
    }

    /** What is assumed of the parts. */
    public static Assumptions assumptions(ShardSetSpec spec) {
        var availability = spec.availability();
        return Assumptions.defaults()
                .withHost(Uptime.ofPercent(availability.assumedReplicaPercent()))
                .withZone(Uptime.ofPercent(availability.assumedZonePercent()))
                .withDetection(Duration.ofSeconds(availability.assumedDetectionSeconds()));
    }

    /** What is asked for; empty if nothing is. */
    public static Optional<Target> target(ShardSetSpec spec) {
        return Optional.ofNullable(spec.availability().targetPercent()).map(Target::ofPercent);
    }
}
