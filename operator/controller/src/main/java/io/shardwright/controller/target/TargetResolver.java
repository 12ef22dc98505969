package io.shardwright.controller.target;

import io.shardwright.controller.observe.Leftover;
import io.shardwright.controller.observe.Observed;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.Resolved;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardSetResolver;
import io.shardwright.resolver.Unresolvable;
import java.util.Optional;
import java.util.TreeMap;

/** Resolves a specification to the shards wanted, their classes and their weights, beside the shards that exist. */
public final class TargetResolver {
    private TargetResolver() {}

    /** The target, or why there can be none. Shards keep the class that they were created for as far as counts allow. */
    public static TargetResult resolve(Observed observed) {
        return switch (ShardSetResolver.resolve(observed.spec(), assignmentSoFar(observed))) {
            case Unresolvable unresolvable -> new Refusal(reason(unresolvable.reason()), unresolvable.message());
            case Resolved resolved -> {
                var target = new Target(
                        resolved.placements(),
                        resolved.shardWeights(),
                        resolved.weights().classes());
                yield VolumeCheck.refusal(observed, target)
                        .or(() -> fewerReplicas(observed))
                        .or(() -> otherVolume(observed, target))
                        .<TargetResult>map(r -> r)
                        .orElse(target);
            }
        };
    }

    /**
     * Where a shard is placed that isn't wanted and has to come up to give away what its volumes hold: in the class that
     * takes what the others leave, else the last one.
     */
    public static ShardPlacement placementOfUnwanted(ShardSetSpec spec, ShardId shard) {
        var classes = spec.nodeClasses();
        var nodeClass = classes.stream()
                .filter(declared -> declared.shards() == null)
                .findFirst()
                .or(() -> classes.isEmpty() ? Optional.empty() : Optional.of(classes.getLast()));
        return new ShardPlacement(shard, nodeClass);
    }

    /** With fewer pods than members the group that a shard left might find no majority. */
    private static Optional<Refusal> fewerReplicas(Observed observed) {
        int wanted = observed.spec().replicasPerShard();
        return observed.inheritance().leftovers().entrySet().stream()
                .filter(left -> left.getValue().replicas() > wanted)
                .findFirst()
                .map(left -> new Refusal(
                        Refusal.Reason.ReplicasDiffer,
                        "spec.replicasPerShard: shard %s left volumes of %d replicas and %d are asked for: delete this ShardSet and create it with replicasPerShard %d"
                                .formatted(
                                        left.getKey(),
                                        left.getValue().replicas(),
                                        wanted,
                                        left.getValue().replicas())));
    }

    /** Volumes that were left are used as they are. A claim always names its class, so an open one can't be compared. */
    private static Optional<Refusal> otherVolume(Observed observed, Target target) {
        for (var placement : target.placements()) {
            var left = observed.inheritance().leftovers().get(placement.shard());
            var wanted = placement.volume(observed.spec());
            if (left != null && !isOf(observed, left.volume(), wanted)) {
                return Optional.of(new Refusal(
                        Refusal.Reason.StorageDiffers,
                        "%s: shard %s left volumes of %s and volumes of %s are asked for: delete this ShardSet and create it with what is there"
                                .formatted(
                                        placement
                                                .nodeClass()
                                                .map(c -> "spec.nodeClasses, " + c.name())
                                                .orElse("spec.storage"),
                                        placement.shard(),
                                        text(left.volume()),
                                        text(wanted))));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a volume that was left is one that is asked for. Where others that were left have the size, and this one is
     * smaller, they were being grown when the ShardSet was deleted, and that goes on.
     */
    private static boolean isOf(Observed observed, ShardPlacement.Volume left, ShardPlacement.Volume wanted) {
        boolean inMidGrowth = left.bytes() < wanted.bytes()
                && observed.inheritance().leftovers().values().stream()
                        .map(Leftover::volume)
                        .anyMatch(other -> other.bytes() == wanted.bytes()
                                && other.storageClass().equals(left.storageClass()));
        boolean sameClass =
                wanted.storageClass().isEmpty() || left.storageClass().equals(wanted.storageClass());
        return sameClass && (left.bytes() == wanted.bytes() || inMidGrowth);
    }

    private static String text(ShardPlacement.Volume volume) {
        return volume.size()
                + volume.storageClass().map(name -> " in class " + name).orElse("");
    }

    private static Refusal.Reason reason(Unresolvable.Reason reason) {
        return switch (reason) {
            case ClassesDoNotAddUp -> Refusal.Reason.ClassesDoNotAddUp;
            case InvalidWeights -> Refusal.Reason.InvalidWeights;
        };
    }

    private static ClassAssignment assignmentSoFar(Observed observed) {
        var classes = new TreeMap<ShardId, String>();
        observed.shards().forEach((shard, state) -> state.nodeClass().ifPresent(name -> classes.put(shard, name)));
        return new ClassAssignment(classes);
    }
}
