package io.shardwright.contract;

import org.jspecify.annotations.Nullable;

/**
 * How one shard sees one move.
 *
 * @param id the move
 * @param from ordinal of the source shard
 * @param to ordinal of the target shard
 * @param ranges the partitions, see {@link PartitionRanges}
 * @param phase how far it is, as this shard knows
 * @param keysCopied keys received so far (target) or sent so far (source)
 * @param bytesCopied bytes of keys and values received or sent so far
 * @param bytesTotal estimate of the bytes to copy; 0 while unknown
 * @param startedAtMillis wall-clock time of the order, in milliseconds since 1970
 * @param detail what it waits for or why it was aborted, or null
 * @param maxBytesPerSecond how fast it may be copied, by its order or by the shard's own limit; null where this shard isn't
 *     its target, or doesn't say
 * @param fencedMillis how long writes to the partitions waited: from the fence until the target served or the move was
 *     aborted, in milliseconds; null where this replica hasn't seen both
 */
public record MoveStatus(
        String id,
        int from,
        int to,
        String ranges,
        MovePhase phase,
        long keysCopied,
        long bytesCopied,
        long bytesTotal,
        long startedAtMillis,
        @Nullable String detail,
        @Nullable Long maxBytesPerSecond,
        @Nullable Long fencedMillis) {
    /** A status that says nothing of rate and fence. */
    public MoveStatus(
            String id,
            int from,
            int to,
            String ranges,
            MovePhase phase,
            long keysCopied,
            long bytesCopied,
            long bytesTotal,
            long startedAtMillis,
            @Nullable String detail) {
        this(id, from, to, ranges, phase, keysCopied, bytesCopied, bytesTotal, startedAtMillis, detail, null, null);
    }
}
