package io.shardwright.controller.target;

/**
 * The verdict that a specification can't be met as it is. Nothing is touched until it's changed.
 *
 * @param reason one word, for machines
 * @param message the field, the figures in conflict, and an edit that would work
 */
public record Refusal(Reason reason, String message) implements TargetResult {

    /** Why a specification is refused. */
    public enum Reason {

        /** The shards of the node classes don't add up. */
        ClassesDoNotAddUp,
        /** The weights leave no shard that may own a partition, or some classes have one and others don't. */
        InvalidWeights,
        /** An existing shard would change to a class with another volume, or has left other volumes than are asked for. */
        StorageDiffers,
        /** Larger volumes are asked for, and those that are there can't grow. */
        VolumesCannotGrow,
        /** Smaller volumes are asked for than those that are there. */
        VolumesCannotShrink,
        /** Volumes of more replicas were left than are asked for. */
        ReplicasDiffer,
        /** What is stored doesn't fit on the shards that would be left. */
        DoesNotFit
    }
}
