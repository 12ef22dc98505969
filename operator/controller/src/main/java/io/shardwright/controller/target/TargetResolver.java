package io.shardwright.controller.target;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.render.ShardPlacement;
import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.Refused;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves a specification to the shards wanted, their classes and their weights. */
public final class TargetResolver {
    private TargetResolver() {}

    /** The target, or why there can be none. Shards keep the class that they were created for as far as counts allow. */
    public static TargetResult resolve(Observed observed) {
        var spec = observed.spec();
        var classes = classes(spec);
        return switch (ClassAssignment.assign(classes, spec.shards(), assignmentSoFar(observed))) {
            case Refused refused -> refusal(Refusal.Reason.ClassesDoNotAddUp, "spec.nodeClasses", refused);
            case ClassAssignment assignment -> withWeights(observed, classes, assignment);
        };
    }

    private static TargetResult withWeights(
            Observed observed, List<io.shardwright.planner.NodeClass> classes, ClassAssignment assignment) {
        var spec = observed.spec();
        return switch (Weights.resolve(spec.shards(), classes, assignment, statedWeights(spec))) {
            case Refused refused -> refusal(Refusal.Reason.InvalidWeights, "spec.nodeClasses", refused);
            case Weights weights -> {
                var target = new Target(placements(spec, assignment), weights.values());
                yield weights.values().stream().allMatch(weight -> weight.drained())
                        ? new Refusal(
                                Refusal.Reason.InvalidWeights,
                                "spec.shardWeights, spec.nodeClasses: all %d shards have weight 0, so none may own a "
                                                .formatted(spec.shards())
                                        + "partition: give at least one shard or node class a weight above 0")
                        : changedVolume(observed, target)
                                .<TargetResult>map(r -> r)
                                .orElse(target);
            }
        };
    }

    private static Refusal refusal(Refusal.Reason reason, String field, Refused refused) {
        return new Refusal(reason, field + ": " + refused.why() + ": " + refused.fix());
    }

    private static List<io.shardwright.planner.NodeClass> classes(ShardSetSpec spec) {
        return spec.nodeClasses().stream()
                .map(declared -> new io.shardwright.planner.NodeClass(
                        declared.name(), optional(declared.shards()), optionalLong(declared.weight())))
                .toList();
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalLong optionalLong(@Nullable Integer value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Entries for shards that don't exist have no effect, so that scaling needs no second edit. */
    private static Map<ShardId, Long> statedWeights(ShardSetSpec spec) {
        return spec.shardWeights().stream()
                .filter(stated -> stated.shard() < spec.shards())
                .collect(Collectors.toMap(stated -> new ShardId(stated.shard()), stated -> (long) stated.weight()));
    }

    private static ClassAssignment assignmentSoFar(Observed observed) {
        var classes = new TreeMap<ShardId, String>();
        observed.shards().forEach((shard, state) -> state.nodeClass().ifPresent(name -> classes.put(shard, name)));
        return new ClassAssignment(classes);
    }

    private static List<ShardPlacement> placements(ShardSetSpec spec, ClassAssignment assignment) {
        var byName = spec.nodeClasses().stream().collect(Collectors.toMap(NodeClass::name, c -> c));
        var placements = new ArrayList<ShardPlacement>();
        for (int ordinal = 0; ordinal < spec.shards(); ordinal++) {
            var shard = new ShardId(ordinal);
            placements.add(new ShardPlacement(
                    shard, assignment.of(shard).map(name -> Objects.requireNonNull(byName.get(name)))));
        }
        return placements;
    }

    /** A StatefulSet's volumes never change, so a shard can't go to a class with others. */
    private static Optional<Refusal> changedVolume(Observed observed, Target target) {
        for (var placement : target.placements()) {
            var shard = observed.shard(placement.shard());
            var wanted = placement.volume(observed.spec());
            if (shard.isPresent() && !sameVolume(shard.get(), wanted)) {
                String from = shard.get().nodeClass().orElse("none");
                String to = placement.nodeClass().map(NodeClass::name).orElse("none");
                return Optional.of(new Refusal(
                        Refusal.Reason.StorageDiffers,
                        "spec.nodeClasses: shard %s would go from class %s with volumes of %s to class %s with volumes of %s, and existing volumes can't be replaced: keep the counts so that shard %s stays in class %s"
                                .formatted(
                                        placement.shard(),
                                        from,
                                        shard.get().volume().size(),
                                        to,
                                        wanted.size(),
                                        placement.shard(),
                                        from)));
            }
        }
        return Optional.empty();
    }

    private static boolean sameVolume(ObservedShard shard, ShardPlacement.Volume wanted) {
        return shard.volume().bytes() == wanted.bytes()
                && shard.volume().storageClass().equals(wanted.storageClass());
    }
}
