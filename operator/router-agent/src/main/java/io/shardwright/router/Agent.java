package io.shardwright.router;

import io.shardwright.router.haproxy.HaproxyDriver;
import io.shardwright.router.haproxy.HaproxyEvents;
import io.shardwright.router.haproxy.HaproxyState;
import io.shardwright.router.settings.RouterSettings;
import io.shardwright.router.source.ViewCache;
import io.shardwright.router.status.Readiness;
import io.shardwright.router.view.RouterView;
import io.shardwright.router.view.ViewStore;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The loop that keeps HAProxy at what is known: it wakes with each change of the view, and once a second to notice what
 * HAProxy did by itself.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long TURN_MILLIS = 1_000;
    /** While HAProxy isn't there it is looked for more often: it may be starting. */
    private static final long SEARCH_MILLIS = 100;

    private final ViewStore store;
    private final ViewCache cache;
    private final Readiness readiness;
    private final HaproxyDriver driver;
    private final Semaphore changes = new Semaphore(0);
    private final Thread loop;

    private @Nullable RouterView cached;
    private @Nullable String problem;
    /** Before that, HAProxy is merely starting. */
    private boolean wasReached;

    private volatile boolean closed;

    /** An agent that isn't started yet. */
    public Agent(RouterSettings settings, ViewStore store, Readiness readiness, HaproxyEvents events) {
        this.store = store;
        this.readiness = readiness;
        this.cache = new ViewCache(settings.files().cache());
        this.driver = new HaproxyDriver(settings, events);
        this.loop = Thread.ofPlatform().name("haproxy").unstarted(this::run);
    }

    /**
     * Takes over what an earlier agent of this pod knew, writes HAProxy's files, and starts the loop.
     *
     * @throws IOException if the shared folder can't be written
     */
    public void start() throws IOException {
        cache.load().ifPresent(store::restore);
        driver.writeFiles(store.view());
        readiness.filesWritten();
        store.onChange(changes::release);
        loop.start();
    }

    /** Ends the loop and waits for it. HAProxy goes on. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        changes.release();
        loop.join();
    }

    /** Waits for the loop to end, which it does only when closed. */
    public void join() throws InterruptedException {
        loop.join();
    }

    private void run() {
        while (!closed) {
            try {
                RouterView view = store.view();
                HaproxyState state = driver.apply(view);
                tell(state.problem());
                wasReached |= state.reachable();
                readiness.turned(state);
                remember(view);
                changes.tryAcquire(state.reachable() ? TURN_MILLIS : SEARCH_MILLIS, TimeUnit.MILLISECONDS);
                changes.drainPermits();
            } catch (IOException | RuntimeException e) {
                LOG.atError().setCause(e).log("a turn failed; trying again");
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void remember(RouterView view) throws IOException {
        if (view != cached && !view.equals(RouterView.EMPTY)) {
            cache.store(view);
            cached = view;
        }
    }

    private void tell(@Nullable String found) {
        if (found != null && !found.equals(problem)) {
            LOG.atLevel(wasReached ? Level.WARN : Level.INFO)
                    .addKeyValue("problem", found)
                    .log("HAProxy cannot be brought to what is known; trying again");
        } else if (found == null && problem != null) {
            LOG.atInfo().log("HAProxy is at what is known again");
        }
        problem = found;
    }

    private void pause() {
        try {
            Thread.sleep(TURN_MILLIS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
