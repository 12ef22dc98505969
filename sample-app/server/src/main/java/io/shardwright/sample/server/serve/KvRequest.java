package io.shardwright.sample.server.serve;

/**
 * A request for a partition's data, on its way to who can answer it.
 *
 * @param operation what it asks for
 * @param partition the partition
 * @param epoch the partition's epoch at the shard that is asked, as the shard that forwarded it knows; 0 from a user
 * @param hops how often it was forwarded from shard to shard
 * @param toLeader whether it was forwarded to this pod as its shard's leader; then it isn't forwarded to a leader again
 * @param deadlineNanos when whoever sent it stops waiting, in terms of {@link System#nanoTime}
 */
public record KvRequest(
        Operation operation, int partition, long epoch, int hops, boolean toLeader, long deadlineNanos) {
    /** Nanoseconds left, 0 at least. */
    public long nanosLeft() {
        return Math.max(0, deadlineNanos - System.nanoTime());
    }
}
