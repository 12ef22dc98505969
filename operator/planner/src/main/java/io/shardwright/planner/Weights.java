package io.shardwright.planner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One weight for each shard, with where it came from.
 *
 * <p>Rules, the first that applies wins: the weight stated for the shard; the weight stated for its class; what its class
 * runs on, by {@link GrowthAxis}; {@value #DEFAULT}. Only ratios between weights matter: where a weight is stated for a
 * shard and its class states none, {@value #DEFAULT} is a shard of the smallest class.
 *
 * @param shards the shards 0 to n - 1, in this order
 * @param classes the weight of each class's shards for which none is stated, in the order in which they are declared
 */
public record Weights(List<Sourced> shards, Map<String, ClassWeight> classes) implements WeightResult {

    /** The weight of a shard for which nothing is stated and nothing known. */
    public static final long DEFAULT = 100;

    /**
     * A shard's weight and the rule it came from.
     *
     * @param why for people, such as {@code class large: volume of 40Gi, 4.00 × the smallest}
     */
    public record Sourced(ShardWeight weight, Source source, String why) {}

    /** The weight of one of a class's shards and the rule it came from. */
    public record ClassWeight(long weight, Source source, String why) {}

    /** Where a weight came from. */
    public enum Source {
        /** Stated for the shard. */
        SHARD,
        /** Stated for its class. */
        CLASS,
        /** The resources of its class. */
        RESOURCES,
        /** What the nodes have that its class selects. */
        NODES,
        /** Nothing is stated, and there are no classes. */
        DEFAULT
    }

    public Weights {
        shards = List.copyOf(shards);
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    }

    /** The weights without their sources, as {@link PlanRequest} takes them. */
    public List<ShardWeight> values() {
        return shards.stream().map(Sourced::weight).toList();
    }

    /** The weight of a shard of a class for which none is stated. */
    public static long ofClass(Map<String, ClassWeight> classes, Optional<String> name) {
        return name.flatMap(n -> Optional.ofNullable(classes.get(n)))
                .map(ClassWeight::weight)
                .orElse(DEFAULT);
    }

    /**
     * Resolves the weights of the shards 0 to {@code shards - 1}.
     *
     * @param axis what classes are weighed by if none states a weight
     * @param declared the node classes; all of them state a weight, or none
     * @param assignment the class of each shard, made from the same classes
     * @param stated weights stated for single shards
     * @return the weights, or {@link RefusalReason#MIXED_CLASS_WEIGHTS}, {@link RefusalReason#UNKNOWN_HARDWARE} or
     *     {@link RefusalReason#UNKNOWN_SHARD}
     * @throws IllegalArgumentException if a weight is out of range
     */
    public static WeightResult resolve(
            int shards,
            GrowthAxis axis,
            List<NodeClass> declared,
            ClassAssignment assignment,
            Map<ShardId, Long> stated) {
        var byClass = new LinkedHashMap<String, ClassWeight>();
        var silent = new ArrayList<String>();
        for (var nodeClass : declared) {
            nodeClass
                    .weight()
                    .ifPresentOrElse(
                            weight -> byClass.put(
                                    nodeClass.name(),
                                    new ClassWeight(weight, Source.CLASS, "weight of class " + nodeClass.name())),
                            () -> silent.add(nodeClass.name()));
        }
        if (!byClass.isEmpty() && !silent.isEmpty()) {
            return new Refused(
                    RefusalReason.MIXED_CLASS_WEIGHTS,
                    "node classes " + String.join(", ", silent) + " state no weight, and others do",
                    "set weight on " + String.join(", ", silent) + ", or on no node class");
        }
        if (!silent.isEmpty()) {
            var fromHardware = HardwareWeights.resolve(axis, declared);
            if (fromHardware.refusal().isPresent()) {
                return fromHardware.refusal().get();
            }
            byClass.putAll(fromHardware.weights());
        }
        return unknown(shards, stated)
                .<WeightResult>map(refused -> refused)
                .orElseGet(() -> new Weights(
                        IntStream.range(0, shards)
                                .mapToObj(ShardId::new)
                                .map(shard -> resolve(shard, byClass, assignment, stated))
                                .toList(),
                        byClass));
    }

    private static Optional<Refused> unknown(int shards, Map<ShardId, Long> stated) {
        return stated.keySet().stream()
                .filter(shard -> shard.ordinal() >= shards)
                .sorted()
                .findFirst()
                .map(shard -> new Refused(
                        RefusalReason.UNKNOWN_SHARD,
                        "a weight is stated for shard " + shard + ", and the shards are 0 to " + (shards - 1),
                        "remove shard " + shard + " from shardWeights, or set spec.shards to at least "
                                + (shard.ordinal() + 1)));
    }

    private static Sourced resolve(
            ShardId shard, Map<String, ClassWeight> byClass, ClassAssignment assignment, Map<ShardId, Long> stated) {
        var own = stated.get(shard);
        if (own != null) {
            return new Sourced(new ShardWeight(shard, own), Source.SHARD, "weight of shard " + shard);
        }
        return assignment
                .of(shard)
                .map(byClass::get)
                .map(of -> new Sourced(new ShardWeight(shard, of.weight()), of.source(), of.why()))
                .orElseGet(() -> new Sourced(new ShardWeight(shard, DEFAULT), Source.DEFAULT, "all shards are alike"));
    }
}
