package io.shardwright.contract;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order to move a set of partitions from one shard to another, sent to the target shard. Sending it again changes
 * nothing but how fast it is copied; the same id with other shards or partitions is refused with 409.
 *
 * @param id unique within the ShardSet: lower-case letters, digits and dashes, at most 63
 * @param from ordinal of the source shard
 * @param to ordinal of the target shard
 * @param ranges the partitions, see {@link PartitionRanges}
 * @param intent whether to carry the move out or to abort it; an abort after the decision has no effect
 * @param maxBytesPerSecond bytes of keys and values that may be copied in a second, at least 1; null leaves it to the
 *     target. Of orders with the same id the last one counts
 */
public record MoveOrder(
        String id,
        int from,
        int to,
        String ranges,
        Intent intent,
        @Nullable Long maxBytesPerSecond) {
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
        if (maxBytesPerSecond != null && maxBytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "move " + id + ": maxBytesPerSecond is " + maxBytesPerSecond + ": it must be at least 1");
        }
    }

    /** An order that leaves it to the target how fast it copies. */
    public MoveOrder(String id, int from, int to, String ranges, Intent intent) {
        this(id, from, to, ranges, intent, null);
    }

    /** The same order without its rate: what of it is the same for ever. */
    public MoveOrder withoutRate() {
        return new MoveOrder(id, from, to, ranges, intent);
    }
}
