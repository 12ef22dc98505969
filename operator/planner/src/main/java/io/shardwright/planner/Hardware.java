package io.shardwright.planner;

import java.util.Optional;

/**
 * What one replica of a node class's shards has.
 *
 * @param cpu in thousandths of a CPU, above 0; empty: not known
 * @param memory in bytes, above 0; empty: not known
 * @param volume in bytes, above 0; empty: not known
 */
public record Hardware(Optional<Amount> cpu, Optional<Amount> memory, Optional<Amount> volume) {

    /** Nothing is known. */
    public static final Hardware UNKNOWN = new Hardware(Optional.empty(), Optional.empty(), Optional.empty());

    /** Where a figure is from. */
    public enum Source {
        /** What the class, or else the template, asks for. */
        RESOURCES,
        /** What the nodes that the class selects have to give, the smallest of them. */
        NODES
    }

    /**
     * A figure and where it is from.
     *
     * @param value above 0
     */
    public record Amount(long value, Source source) {

        /** @throws IllegalArgumentException if the value isn't above 0 */
        public Amount {
            if (value <= 0) {
                throw new IllegalArgumentException("an amount of " + value + " isn't above 0");
            }
        }
    }

    /** These figures, and another's where one isn't known here. */
    public Hardware orElse(Hardware other) {
        return new Hardware(cpu.or(other::cpu), memory.or(other::memory), volume.or(other::volume));
    }
}
