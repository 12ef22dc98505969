package io.shardwright.cli.availability;

import io.shardwright.cli.cluster.ClusterAccess;
import io.shardwright.cli.cluster.ClusterAnswer;
import io.shardwright.cli.cluster.Kubectl;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.situation.Situation;
import io.shardwright.cli.situation.Start;
import io.shardwright.planner.availability.Availability;
import io.shardwright.planner.availability.Options;
import io.shardwright.planner.availability.Placement;
import io.shardwright.planner.availability.ShardedSystem;
import io.shardwright.resolver.AvailabilityInputs;
import java.util.Optional;

/** Computes the availability of a ShardSet with the model that the operator uses. */
public final class AvailabilityAnswer {
    private static final String APART = "each pod on a host of its own";

    private final Kubectl kubectl;

    public AvailabilityAnswer(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** A placement and what it is known from. */
    private record Known(Placement placement, String text) {}

    /** @param access used if the situation was found out from a cluster */
    public AvailabilityReport of(Situation situation, AvailabilityRequest request, ClusterAccess access)
            throws InputException {
        var spec = situation.wanted().spec();
        String name = situation.wanted().name();
        var known = placement(situation, request, access);
        var system = new ShardedSystem(
                known.placement(),
                AvailabilityInputs.replication(spec.consistency()),
                request.assumptions().apply(AvailabilityInputs.assumptions(spec)));
        var verdict = request.target()
                .or(() -> AvailabilityInputs.target(spec))
                .map(target -> target.compare(system, Options.all()));
        return new AvailabilityReport(name, known.text(), Availability.of(system), verdict);
    }

    private Known placement(Situation situation, AvailabilityRequest request, ClusterAccess access)
            throws InputException {
        var spec = situation.wanted().spec();
        if (request.hosts().isPresent()) {
            int hosts = request.hosts().getAsInt();
            int zones = Math.min(request.zones(), hosts);
            return new Known(
                    new AssumedPlaces(hosts, zones).of(spec),
                    "assuming " + hosts + (hosts == 1 ? " host in " : " hosts in ") + zones
                            + (zones == 1 ? " zone" : " zones") + ", pods dealt out in turn");
        }
        if (situation.start().origin() == Start.Origin.CLUSTER
                && kubectl.podsAndNodes(
                                access.orNamespace(situation.wanted().namespace()),
                                situation.wanted().name())
                        instanceof ClusterAnswer.Resources(InputFile found)) {
            Optional<Placement> live = PodPlaces.of(found, situation.wanted().name(), spec);
            if (live.isPresent()) {
                return new Known(live.get(), "the pods in the cluster");
            }
        }
        return new Known(
                Placement.assumed(spec.router().replicas(), spec.shards(), spec.replicasPerShard()),
                "assuming " + APART + " (--hosts says otherwise)");
    }
}
