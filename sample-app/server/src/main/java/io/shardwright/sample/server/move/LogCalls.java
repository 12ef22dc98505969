package io.shardwright.sample.server.move;

import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The shard's log, waited for: a call ends within a stated time, with an outcome or with the reason why none is known. */
final class LogCalls {
    private final ShardLog log;
    private final Duration atMost;

    LogCalls(ShardLog log, Duration atMost) {
        this.log = log;
        this.atMost = atMost;
    }

    boolean isLeader() {
        return log.isLeader();
    }

    /**
     * Appends a command and waits for its outcome.
     *
     * @throws RefusedException if the state refuses it
     * @throws NotLeaderException if another replica leads; nothing was appended
     * @throws IOException if the outcome isn't known
     */
    Outcome submit(Command command) throws IOException {
        Outcome outcome = await(log.submit(command));
        if (outcome instanceof Outcome.Refused(String why)) {
            throw new RefusedException(why);
        }
        return outcome;
    }

    /** Waits until the store here shows all that is committed. */
    void catchUp() throws IOException {
        await(log.readIndex());
    }

    private <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the shard's log didn't answer within " + atMost, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the shard's log");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotLeaderException notLeader) {
                throw notLeader;
            }
            throw new IOException("the shard's log failed: " + e.getCause(), e);
        }
    }
}
