package io.shardwright.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One weight for each shard, with where it came from.
 *
 * <p>Rules, the first that applies wins: the weight stated for the shard; the weight of its class; {@value #DEFAULT}.
 *
 * @param shards the shards 0 to n - 1, in this order
 */
public record Weights(List<Sourced> shards) implements WeightResult {

    /** The weight of a shard for which nothing is stated. Only ratios between weights matter. */
    public static final long DEFAULT = 100;

    /** A weight and the rule it came from. */
    public record Sourced(ShardWeight weight, Source source) {}

    /** Where a weight came from. */
    public enum Source {
        SHARD,
        CLASS,
        DEFAULT
    }

    public Weights {
        shards = List.copyOf(shards);
    }

    /** The weights without their sources, as {@link PlanRequest} takes them. */
    public List<ShardWeight> values() {
        return shards.stream().map(Sourced::weight).toList();
    }

    /**
     * Resolves the weights of the shards 0 to {@code shards - 1}.
     *
     * @param declared the node classes; all of them state a weight, or none
     * @param assignment the class of each shard, made from the same classes
     * @param stated weights stated for single shards
     * @return the weights, or {@link RefusalReason#MIXED_CLASS_WEIGHTS} or {@link RefusalReason#UNKNOWN_SHARD}
     * @throws IllegalArgumentException if a weight is out of range
     */
    public static WeightResult resolve(
            int shards, List<NodeClass> declared, ClassAssignment assignment, Map<ShardId, Long> stated) {
        var byClass = new HashMap<String, Long>();
        var silent = new ArrayList<String>();
        for (var nodeClass : declared) {
            nodeClass
                    .weight()
                    .ifPresentOrElse(
                            weight -> byClass.put(nodeClass.name(), weight), () -> silent.add(nodeClass.name()));
        }
        if (!byClass.isEmpty() && !silent.isEmpty()) {
            return new Refused(
                    RefusalReason.MIXED_CLASS_WEIGHTS,
                    "node classes " + String.join(", ", silent) + " state no weight, and others do",
                    "set weight on " + String.join(", ", silent) + ", or on no node class");
        }
        var unknown = stated.keySet().stream()
                .filter(s -> s.ordinal() >= shards)
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            return new Refused(
                    RefusalReason.UNKNOWN_SHARD,
                    "a weight is stated for shard " + unknown.get() + ", and the shards are 0 to " + (shards - 1),
                    "remove shard " + unknown.get() + " from shardWeights, or set spec.shards to at least "
                            + (unknown.get().ordinal() + 1));
        }
        return new Weights(IntStream.range(0, shards)
                .mapToObj(ShardId::new)
                .map(shard -> resolve(shard, byClass, assignment, stated))
                .toList());
    }

    private static Sourced resolve(
            ShardId shard, Map<String, Long> byClass, ClassAssignment assignment, Map<ShardId, Long> stated) {
        var own = stated.get(shard);
        if (own != null) {
            return new Sourced(new ShardWeight(shard, own), Source.SHARD);
        }
        return assignment
                .of(shard)
                .map(byClass::get)
                .map(weight -> new Sourced(new ShardWeight(shard, weight), Source.CLASS))
                .orElseGet(() -> new Sourced(new ShardWeight(shard, DEFAULT), Source.DEFAULT));
    }
}
