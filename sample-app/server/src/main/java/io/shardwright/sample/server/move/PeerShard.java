package io.shardwright.sample.server.move;

import io.shardwright.contract.MoveOrder;
import io.shardwright.sample.server.state.CopyCursor;
import java.io.IOException;

/**
 * What the target of a move asks of its source's leader. Every call may be repeated, answered twice or late without harm.
 * {@link MoveService} answers it; on the other side stands an HTTP client below
 * {@code /shard/internal/v1/moves/{id}/{open,entries,fence,decide,decision,adopted}}.
 *
 * <p>Calls block. They fail with {@link IOException} where the shard can't be reached or doesn't answer in time; then the
 * call may have had its effect or may have it later.
 */
public interface PeerShard {
    /** Opens the move, or reports how far it is. An order that can't be opened comes back as aborted. */
    SourceView open(MoveOrder order) throws IOException;

    /**
     * Reads on.
     *
     * @param after where the last page ended
     * @param maxBytes size of a page, exceeded only by one entry that is larger alone
     */
    SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException;

    /** Fences the partitions of the move, unless it is decided. */
    SourceView fence(String move) throws IOException;

    /**
     * Asks for a decision and reports the one that stands.
     *
     * @param commit for or against
     * @param fenceIndex for a commit: the fence that the target has prepared for
     * @param why reason of an abort
     */
    SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException;

    /**
     * Asks for the decision for the move, and reports the one that stands. The source decides against it where it holds
     * something else than the target does.
     *
     * @param fenceIndex the fence that the target has prepared for
     * @param content what the target holds of the partitions, in the words of {@code ShardStore.contentOf}
     */
    SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException;

    /** Reports how far the move is. */
    SourceView decision(String move) throws IOException;

    /** Tells that the target serves the partitions. */
    SourceView adopted(String move) throws IOException;
}
