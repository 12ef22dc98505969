package io.shardwright.controller.step;

import io.shardwright.controller.gate.Standing;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.rebalance.Course;
import io.shardwright.controller.target.Target;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.resolver.ShardPlacement;
import java.util.List;
import java.util.Optional;

/**
 * Shards that are to go and are kept as specified for now. Those that stay with what they own because nothing moves before a
 * person decides: that may take days, so they get new templates and members like those that are wanted. And those of which a
 * replica is being replaced or whose members change: that is carried to its end, because nothing moves meanwhile.
 */
final class Staying {
    private Staying() {}

    /** They, in the class that each is in; none of a class that isn't declared any more, for it says what the shard runs on. */
    static List<ShardPlacement> placements(
            Observed observed, Target target, ConfirmedOwnership ownership, Course course) {
        return observed.shards().values().stream()
                .filter(shard -> !target.wants(shard.shard()) && !shard.deleting())
                .filter(shard -> ownership.now().count(shard.shard()) > 0)
                .filter(shard -> course.waiting().isPresent() || isInMidChange(observed, shard))
                .filter(shard -> shard.nodeClass().isEmpty()
                        ? observed.spec().nodeClasses().isEmpty()
                        : nodeClass(observed, shard).isPresent())
                .map(shard -> placement(observed, shard))
                .toList();
    }

    private static boolean isInMidChange(Observed observed, ObservedShard shard) {
        return Standing.of(shard, observed.at())
                .filter(standing -> standing.changesMembers() || standing.restarts())
                .isPresent();
    }

    /** A shard that exists, in its class if that is still declared. */
    static ShardPlacement placement(Observed observed, ObservedShard shard) {
        return new ShardPlacement(shard.shard(), nodeClass(observed, shard));
    }

    private static Optional<NodeClass> nodeClass(Observed observed, ObservedShard shard) {
        return observed.spec().nodeClasses().stream()
                .filter(declared ->
                        shard.nodeClass().filter(declared.name()::equals).isPresent())
                .findFirst();
    }
}
