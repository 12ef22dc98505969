package io.shardwright.sample.server.state;

/** What the shard is to a partition. */
public sealed interface Ownership {
    /** It serves the partition. */
    record Owned(long epoch) implements Ownership {}

    /** It serves reads; writes wait for the decision of the move. */
    record Fenced(long epoch, String move) implements Ownership {}

    /**
     * It gave the partition away: the tombstone.
     *
     * @param shard who owns it, as far as known here
     * @param epoch the partition's epoch there
     * @param adopted whether that shard is known to serve it already
     */
    record MovedTo(int shard, long epoch, boolean adopted) implements Ownership {}

    /**
     * It is copying the partition and doesn't serve it.
     *
     * @param from who owned it when the move began
     * @param epochAtLeast the highest epoch of the partition that was ever known here, 0 if none
     */
    record Incoming(String move, int from, long epochAtLeast) implements Ownership {}

    /** It never had the partition, or hasn't been founded yet. */
    record Unknown() implements Ownership {}

    /** Epoch at which this shard serves reads of the partition, or 0 where it doesn't. */
    default long servedEpoch() {
        return switch (this) {
            case Owned(long epoch) -> epoch;
            case Fenced(long epoch, String move) -> epoch;
            case MovedTo moved -> 0;
            case Incoming incoming -> 0;
            case Unknown unknown -> 0;
        };
    }
}
