package io.shardwright.controller.observe;

/**
 * Under which identity a ShardSet's volumes, map and pods know each other: the uid of the first ShardSet of its name, which
 * later ones take over with the volumes. Everything that carries another is foreign and refused.
 */
public sealed interface Identity {
    /** It is this one. */
    record Known(String uid) implements Identity {}

    /**
     * Objects of the ShardSet that had this name before are still being deleted, and what will be left can't be told yet.
     *
     * @param object kind and name of one of them
     */
    record Leaving(String object) implements Identity {}

    /**
     * What is there doesn't belong together.
     *
     * @param why what contradicts what, and what to do about it
     */
    record Disputed(String why) implements Identity {}
}
