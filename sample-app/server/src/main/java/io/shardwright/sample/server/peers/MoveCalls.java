package io.shardwright.sample.server.peers;

import io.shardwright.contract.MoveOrder;
import org.jspecify.annotations.Nullable;

/** How the calls between the two shards of a move look over HTTP; both sides are written against this. */
public final class MoveCalls {
    /** Path below which the calls are: {@code <path>/<move>/<call>}. */
    public static final String PATH = "/shard/internal/v1/moves";

    /** {@code POST}, a {@link MoveOrder}. */
    public static final String OPEN = "open";
    /** {@code GET} with {@link #AFTER} and {@link #MAX_BYTES}; the answer is in the codec of pages, not in JSON. */
    public static final String ENTRIES = "entries";
    /** {@code POST}. */
    public static final String FENCE = "fence";
    /** {@code POST}, a {@link Decision}. */
    public static final String DECIDE = "decide";
    /** {@code GET}. */
    public static final String DECISION = "decision";
    /** {@code POST}. */
    public static final String ADOPTED = "adopted";

    /** Query parameter: the cursor. */
    public static final String AFTER = "after";
    /** Query parameter: size of a page in bytes. */
    public static final String MAX_BYTES = "max";

    private MoveCalls() {}

    /**
     * What is asked to be decided.
     *
     * @param order the move
     * @param commit for or against
     * @param fenceIndex for a commit: the fence that the target has prepared for
     * @param why reason of an abort
     * @param content for a commit: what the target holds of the partitions; null from a target of an earlier version, whose
     *     copy isn't compared
     */
    public record Decision(
            MoveOrder order,
            boolean commit,
            long fenceIndex,
            String why,
            @Nullable String content) {}
}
