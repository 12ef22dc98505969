package io.shardwright.sample.server.move;

import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import java.util.concurrent.CompletableFuture;

/** The replicated log of this pod's shard. */
public interface ShardLog {
    /** Whether this replica takes itself for the leader. */
    boolean isLeader();

    /**
     * Appends a command.
     *
     * @return its outcome once it is committed and applied here. Fails with {@link NotLeaderException} where nothing was
     *     appended because another replica leads; with any other exception the command may or may not be applied later
     */
    CompletableFuture<Outcome> submit(Command command);

    /**
     * Makes sure that this replica's store shows everything that was committed when this was called.
     *
     * @return an index at or above the last one committed at the call, once the store here has applied it and a majority has
     *     confirmed the leader. Fails with {@link NotLeaderException} where another replica leads
     */
    CompletableFuture<Long> readIndex();
}
