package io.shardwright.sample.server.move;

import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.ShardStore;
import io.shardwright.sample.server.state.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the drivers of this shard's moves while this replica leads: one thread looks after the moves that leave, and each move
 * that comes has its own. A new leader takes every open move up from the replicated state.
 */
public final class MoveRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MoveRunner.class);
    private static final Duration TICK = Duration.ofMillis(200);

    private final Supplier<ShardStore> store;
    private final LogCalls log;
    private final Peers peers;
    private final MoveNotes notes;
    private final MoveService service;
    private final MoveSettings settings;
    private final Map<String, Thread> workers = new ConcurrentHashMap<>();

    private @Nullable Thread watcher;
    private volatile boolean stopping;

    /**
     * For a pod.
     *
     * @param store the store in use; asked each time, for a restore replaces it
     * @param service the pod's service, which this tells how moves go
     */
    public MoveRunner(
            Supplier<ShardStore> store, ShardLog log, Peers peers, MoveService service, MoveSettings settings) {
        this.store = store;
        this.log = new LogCalls(log, settings.callTimeout());
        this.peers = peers;
        this.service = service;
        this.notes = service.notes();
        this.settings = settings;
    }

    /** Starts; to be called once. */
    public void start() {
        watcher = Thread.ofVirtual().name("moves").start(this::watch);
    }

    private void watch() {
        SourceDriver source = null;
        while (!stopping) {
            try {
                ShardStore current = store.get();
                long revision = current.ownershipRevision();
                if (log.isLeader()) {
                    source = source == null ? new SourceDriver(store, log, notes, settings) : source;
                    startWorkers(current);
                    source.step();
                } else {
                    source = null; // its times count from when this replica came to lead
                }
                notes.retain(id -> store.get().move(id) != null);
                current.awaitOwnershipChange(revision, TICK);
            } catch (IOException | StoreException e) {
                LOG.atInfo().addKeyValue("reason", e.getMessage()).log("moves that leave: will try again");
                pause(settings.retryAtMost());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("moves that leave: will try again");
                pause(settings.retryAtMost());
            }
        }
    }

    private void startWorkers(ShardStore current) {
        for (Move move : current.moves()) {
            if (move instanceof Move.Incoming && !move.isOver()) {
                workers.computeIfAbsent(
                        move.id(), id -> Thread.ofVirtual().name("move-" + id).start(() -> work(id)));
            }
        }
    }

    private void work(String id) {
        try {
            drive(id, new TargetDriver(id, store, log, peers, service, settings));
        } finally {
            workers.remove(id);
        }
    }

    private void drive(String id, TargetDriver driver) {
        Duration retry = settings.retryAfter();
        LOG.atInfo().addKeyValue("move", id).log("driving a move to its end");
        while (!stopping && log.isLeader()) {
            try {
                Duration pause = driver.step();
                if (pause == null) {
                    LOG.atInfo().addKeyValue("move", id).log("the move is over here");
                    return;
                }
                notes.setDetail(id, null);
                retry = settings.retryAfter();
                pause(pause);
            } catch (NotLeaderException e) {
                pause(settings.retryAfter());
            } catch (IOException | StoreException e) {
                notes.setDetail(id, "will try again: " + e.getMessage());
                LOG.atDebug()
                        .addKeyValue("move", id)
                        .addKeyValue("reason", e.getMessage())
                        .log("will try again");
                pause(retry);
                retry = min(retry.multipliedBy(2), settings.retryAtMost());
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("move", id).setCause(e).log("will try again");
                pause(settings.retryAtMost());
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void pause(Duration time) {
        if (time.isZero()) {
            return;
        }
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops; moves stay as they are, for the next leader. */
    @Override
    public void close() {
        stopping = true;
        if (watcher != null) {
            watcher.interrupt();
        }
        Set.copyOf(workers.values()).forEach(Thread::interrupt);
    }
}
