package io.shardwright.controller.step;

/**
 * Why a specification isn't being followed.
 *
 * @param reason one word, for machines
 * @param message for people: what is in the way and what to change
 * @param stalled whether it ends only by what a person does
 */
public record Hindrance(String reason, String message, boolean stalled) {
    /** The user asked for a pause. */
    static final Hindrance PAUSED =
            new Hindrance("Paused", "spec.paused is true: nothing is created, moved or repaired", false);

    /** Nobody can say who owns what, and guessing could give a partition two owners. */
    static Hindrance ownershipUnknown(String missing) {
        return new Hindrance(
                "OwnershipUnknown",
                "volumes of this ShardSet exist but its PartitionMap doesn't, and it is rebuilt only from what a majority"
                        + " of every shard reports: " + missing,
                true);
    }
}
