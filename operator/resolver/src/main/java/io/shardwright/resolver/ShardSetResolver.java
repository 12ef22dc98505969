package io.shardwright.resolver;

import io.shardwright.crds.v1alpha1.NodeClass;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.GrowthAxis;
import io.shardwright.planner.Hardware;
import io.shardwright.planner.Refused;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import io.shardwright.planner.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves a specification to the shards wanted, their classes and their weights. */
public final class ShardSetResolver {
    private ShardSetResolver() {}

    /**
     * Resolves a specification. Shards keep the class that they had as far as counts allow.
     *
     * @param previous the class that each shard runs on now; may name shards and classes that are gone
     */
    public static Resolution resolve(ShardSetSpec spec, ClassAssignment previous) {
        return resolve(spec, axis(spec.growthAxis()), previous, Map.of());
    }

    /**
     * Resolves a specification as if it grew by some axis.
     *
     * @param axis what classes are weighed by if none states a weight
     * @param nodes by name of a class, what the nodes that it selects have to give; used where the class asks for nothing
     */
    public static Resolution resolve(
            ShardSetSpec spec, GrowthAxis axis, ClassAssignment previous, Map<String, Hardware> nodes) {
        var classes = classes(spec, nodes);
        return switch (ClassAssignment.assign(classes, spec.shards(), previous)) {
            case Refused refused -> unresolvable(Unresolvable.Reason.ClassesDoNotAddUp, refused);
            case ClassAssignment assignment -> withWeights(spec, axis, classes, assignment);
        };
    }

    /** The axis as the planner knows it. */
    public static GrowthAxis axis(io.shardwright.crds.v1alpha1.GrowthAxis declared) {
        return switch (declared) {
            case Storage -> GrowthAxis.STORAGE;
        };
    }

    private static Resolution withWeights(
            ShardSetSpec spec,
            GrowthAxis axis,
            List<io.shardwright.planner.NodeClass> classes,
            ClassAssignment assignment) {
        return switch (Weights.resolve(spec.shards(), axis, classes, assignment, statedWeights(spec))) {
            case Refused refused -> unresolvable(Unresolvable.Reason.InvalidWeights, refused);
            case Weights weights ->
                weights.values().stream().allMatch(ShardWeight::drained)
                        ? new Unresolvable(
                                Unresolvable.Reason.InvalidWeights,
                                "spec.shardWeights, spec.nodeClasses",
                                "all %d shards have weight 0, so none may own a partition".formatted(spec.shards()),
                                "give at least one shard or node class a weight above 0")
                        : new Resolved(placements(spec, assignment), assignment, weights);
        };
    }

    private static Unresolvable unresolvable(Unresolvable.Reason reason, Refused refused) {
        return new Unresolvable(reason, "spec.nodeClasses", refused.why(), refused.fix());
    }

    private static List<io.shardwright.planner.NodeClass> classes(ShardSetSpec spec, Map<String, Hardware> nodes) {
        return spec.nodeClasses().stream()
                .map(declared -> new io.shardwright.planner.NodeClass(
                        declared.name(),
                        optional(declared.shards()),
                        optionalLong(declared.weight()),
                        ClassHardware.of(spec, declared).orElse(nodes.getOrDefault(declared.name(), Hardware.UNKNOWN))))
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
}
