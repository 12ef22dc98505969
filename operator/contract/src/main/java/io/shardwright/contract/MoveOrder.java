package io.shardwright.contract;

import java.util.Objects;

/**
 * The order to move a set of partitions from one shard to another, sent to the target shard. Sending it again changes
 * nothing; the same id with other content is refused with 409.
 *
 * @param id unique within the ShardSet: lower-case letters, digits and dashes, at most 63
 * @param from ordinal of the source shard
 * @param to ordinal of the target shard
 * @param ranges the partitions, see {@link PartitionRanges}
 * @param intent whether to carry the move out or to abort it; an abort after the decision has no effect
 */
public record MoveOrder(String id, int from, int to, String ranges, Intent intent) {
    /** What is wanted of a move. */
    public enum Intent {
        RUN,
        ABORT
    }

    public MoveOrder {
        Objects.requireNonNull(id);
        Objects.requireNonNull(ranges);
        Objects.requireNonNull(intent);
        if (!id.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("id '" + id + "': lower-case letters, digits and dashes, at most 63");
        }
        if (from == to) {
            throw new IllegalArgumentException("move " + id + " goes from shard " + from + " to itself");
        }
    }
}
