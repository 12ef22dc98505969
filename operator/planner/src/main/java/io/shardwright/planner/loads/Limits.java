package io.shardwright.planner.loads;

/**
 * How much one plan may move. What is over it is deferred to the next plan, and said to be.
 *
 * @param maxMoves partitions, at least 1
 * @param maxBytes bytes, at least 1
 * @param maxPartitionsPerBatch bound on the size of a batch, at least 1
 */
public record Limits(int maxMoves, long maxBytes, int maxPartitionsPerBatch) {

    /** No bound on moves and bytes; batches of at most 64 partitions. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Long.MAX_VALUE, 64);

    /** @throws IllegalArgumentException if a bound is below 1 */
    public Limits {
        if (maxMoves < 1 || maxBytes < 1 || maxPartitionsPerBatch < 1) {
            throw new IllegalArgumentException("at most " + maxMoves + " moves, " + maxBytes + " bytes and "
                    + maxPartitionsPerBatch + " partitions a batch: each must be at least 1");
        }
    }

    /** These limits with another bound on moves. */
    public Limits withMaxMoves(int moves) {
        return new Limits(moves, maxBytes, maxPartitionsPerBatch);
    }

    /** These limits with another bound on bytes. */
    public Limits withMaxBytes(long bytes) {
        return new Limits(maxMoves, bytes, maxPartitionsPerBatch);
    }
}
