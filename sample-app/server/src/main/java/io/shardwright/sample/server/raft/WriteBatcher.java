package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.ShardLog;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CommandCodec;
import io.shardwright.sample.server.state.Limits;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gathers writes into log entries: while one entry is on its way, the writes that come meanwhile make up the next. An entry
 * costs about ten times what a write within it costs, so that a busy leader gains most; an idle one never waits.
 */
public final class WriteBatcher implements AutoCloseable {
    private record Waiting(Write write, CompletableFuture<Outcome.OfWrite> result) {}

    private final ShardLog log;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread runner;
    private @Nullable Waiting next;

    /** Starts gathering writes for a log. */
    public WriteBatcher(ShardLog log) {
        this.log = log;
        this.runner = Thread.ofVirtual().name("write-batcher").start(this::run);
    }

    /** Hands over one write; the result fails as {@link ShardLog#submit} does. */
    public CompletableFuture<Outcome.OfWrite> submit(Write write) {
        Waiting waiting = new Waiting(write, new CompletableFuture<>());
        queue.add(waiting);
        return waiting.result();
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (true) {
                gather(batch);
                append(batch);
                batch.clear();
            }
        } catch (InterruptedException closed) {
            if (next != null) {
                batch.add(next);
            }
            queue.drainTo(batch);
            fail(batch, new NotLeaderException("this replica is shutting down"));
        }
    }

    private void gather(List<Waiting> batch) throws InterruptedException {
        Waiting waiting = next == null ? queue.take() : next;
        next = null;
        int bytes = 0;
        while (waiting != null) {
            int size = CommandCodec.encodedBytes(waiting.write());
            if (!batch.isEmpty() && (bytes + size > Limits.BATCH_BYTES || batch.size() == Limits.MAX_BATCH_WRITES)) {
                next = waiting;
                return;
            }
            batch.add(waiting);
            bytes += size;
            waiting = queue.poll();
        }
    }

    private void append(List<Waiting> batch) throws InterruptedException {
        try {
            Outcome outcome = log.submit(
                            new Command.Batch(batch.stream().map(Waiting::write).toList()))
                    .get();
            if (outcome instanceof Outcome.Batched(List<Outcome.OfWrite> writes)) {
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).result().complete(writes.get(i));
                }
            } else {
                fail(batch, new UncertainException("the batch was answered by " + outcome));
            }
        } catch (ExecutionException e) {
            fail(batch, Cause.of(e));
        } catch (InterruptedException closed) {
            fail(batch, new UncertainException("this replica is shutting down"));
            batch.clear();
            throw closed;
        }
    }

    private static void fail(List<Waiting> batch, Throwable cause) {
        batch.forEach(w -> w.result().completeExceptionally(cause));
    }

    @Override
    public void close() {
        runner.interrupt();
    }
}
