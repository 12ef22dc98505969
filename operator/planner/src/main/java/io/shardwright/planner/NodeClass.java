package io.shardwright.planner;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A kind of hardware that shards run on.
 *
 * @param shards how many shards run on it, 0 or more; empty: all that no other class counts
 * @param weight relative capacity of each of its shards, 0 to {@value ShardWeight#MAX_WEIGHT}; empty: not stated
 * @param hardware what each replica of its shards has, to weigh it by where no weight is stated
 */
public record NodeClass(String name, OptionalInt shards, OptionalLong weight, Hardware hardware) {

    /** @throws IllegalArgumentException if the count or the weight is out of range */
    public NodeClass {
        if (shards.isPresent() && shards.getAsInt() < 0) {
            throw new IllegalArgumentException("class " + name + " has " + shards.getAsInt() + " shards");
        }
        if (weight.isPresent() && (weight.getAsLong() < 0 || weight.getAsLong() > ShardWeight.MAX_WEIGHT)) {
            throw new IllegalArgumentException(
                    "class " + name + " has weight " + weight.getAsLong() + ", outside 0.." + ShardWeight.MAX_WEIGHT);
        }
    }

    /** A class with a fixed number of shards and no weight of its own. */
    public static NodeClass counted(String name, int shards) {
        return new NodeClass(name, OptionalInt.of(shards), OptionalLong.empty(), Hardware.UNKNOWN);
    }

    /** The class that takes the shards no other class counts, with no weight of its own. */
    public static NodeClass open(String name) {
        return new NodeClass(name, OptionalInt.empty(), OptionalLong.empty(), Hardware.UNKNOWN);
    }

    /** This class with a weight. */
    public NodeClass withWeight(long relativeCapacity) {
        return new NodeClass(name, shards, OptionalLong.of(relativeCapacity), hardware);
    }

    /** This class with what its replicas have. */
    public NodeClass withHardware(Hardware known) {
        return new NodeClass(name, shards, weight, known);
    }
}
