package io.shardwright.resolver;

/**
 * The verdict that a specification contradicts itself.
 *
 * @param reason one word, for machines
 * @param field the fields in conflict, as a user writes them
 * @param why the figures in conflict
 * @param fix an edit that would work
 */
public record Unresolvable(Reason reason, String field, String why, String fix) implements Resolution {

    /** Why a specification can't be resolved. */
    public enum Reason {

        /** The shards of the node classes don't add up. */
        ClassesDoNotAddUp,
        /** The weights leave no shard that may own a partition, or some classes have one and others don't. */
        InvalidWeights
    }

    /** Field, figures and edit in one sentence. */
    public String message() {
        return field + ": " + why + ": " + fix;
    }
}
