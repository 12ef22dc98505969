package io.shardwright.controller.gate;

/** Whether something may be disturbed now. */
public sealed interface Verdict {
    /** It may, and counts as disturbed from now on. */
    record Allowed() implements Verdict {}

    /**
     * Not yet.
     *
     * @param reason what stands in the way
     * @param why what it waits for, for people: a clause such as {@code store-0-1 isn't ready}
     */
    record Waits(Reason reason, String why) implements Verdict {}

    /** What stands in the way of a disturbance. */
    enum Reason {
        /** Nobody can say how the shard stands. */
        NO_LEADER,
        /** Partitions are being handed over from or to the shard. */
        MOVE_UNDER_WAY,
        /** The voters that would be left aren't a majority. */
        QUORUM,
        /** Something else is being done to the shard. */
        BUSY,
        /** As many shards as may be are disturbed already. */
        SHARE
    }

    /** Whether it may go on. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
