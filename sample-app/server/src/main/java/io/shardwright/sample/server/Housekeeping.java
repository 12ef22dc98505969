package io.shardwright.sample.server;

import io.shardwright.sample.server.move.MoveRunner;
import io.shardwright.sample.server.raft.RaftNode;
import io.shardwright.sample.server.serve.Shard;
import io.shardwright.sample.server.serve.Signal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica does unasked: starts driving moves, founds the shard as its first leader, takes snapshots, looks after its
 * connections to the others, and notices its own end.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Runnable onFatal;
    private final Signal wake = new Signal();
    private volatile boolean soon;
    private volatile boolean snapshot;
    private volatile boolean closed;
    private @Nullable String leader;

    Housekeeping(Runnable onFatal) {
        this.onFatal = onFatal;
    }

    /** Starts looking after a shard; its moves are driven from when the replica has state. */
    void start(Shard shard, MoveRunner moves) {
        Thread.ofVirtual().name("housekeeping").start(() -> run(shard, moves));
    }

    void soon() {
        soon = true;
        wake.raise();
    }

    void snapshotDue() {
        snapshot = true;
        wake.raise();
    }

    private void run(Shard shard, MoveRunner moves) {
        boolean moving = false;
        try {
            while (!closed) {
                var unused = wake.await(() -> soon || snapshot || closed, ROUND_NANOS);
                soon = false;
                RaftNode node = shard.group().node();
                if (node != null && !closed) {
                    if (!moving) {
                        moving = true;
                        moves.start();
                    }
                    round(shard, node);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(Shard shard, RaftNode node) {
        if (!node.isAlive()) {
            closed = true;
            LOG.atError().log("the Raft group has stopped; ending so that a new process can recover");
            onFatal.run();
            return;
        }
        node.lookAfterConnections();
        String now = node.leaderPod();
        if (now != null && !now.equals(leader)) {
            leader = now;
            LOG.atInfo()
                    .addKeyValue("leader", now)
                    .addKeyValue("term", node.term())
                    .log("the shard's leader");
        }
        if (node.isLeader()) {
            shard.group().foundIfLeader(shard.state().isFounded());
        }
        if (snapshot) {
            snapshot = false;
            node.takeSnapshot();
        }
    }

    @Override
    public void close() {
        closed = true;
        wake.raise();
    }
}
