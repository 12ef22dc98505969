package io.shardwright.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Code that waits, such as a driver of moves, on a thread of its own that runs only in its turns: one task or the timeline
 * at a time. Waiting ends the turn.
 */
final class Task {
    /** Unwinds a task whose process was killed. No code of the product catches errors. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final Timeline timeline;
    private final Runnable body;
    private final Thread thread;
    private volatile boolean itsTurn;
    private @Nullable Thread giver;
    private @Nullable Throwable failure;
    private boolean started;
    private boolean over;
    private boolean killed;
    private long waits;

    Task(Timeline timeline, String name, Runnable body) {
        this.timeline = timeline;
        this.body = body;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    boolean isOver() {
        return over;
    }

    /** Gives the task a turn; returns when it waits or is over. */
    void resume() {
        if (over) {
            return;
        }
        giver = Thread.currentThread();
        itsTurn = true;
        timeline.turn(this);
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
        while (itsTurn) {
            LockSupport.park(this);
        }
        timeline.turn(null);
        Throwable thrown = failure;
        failure = null;
        switch (thrown) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    private void run() {
        try {
            if (!killed) {
                body.run();
            }
        } catch (Killed expected) {
            // Its process is gone.
        } catch (Throwable e) {
            failure = e;
        } finally {
            over = true;
            timeline.over(this);
            giveBack();
        }
    }

    private void giveBack() {
        itsTurn = false;
        LockSupport.unpark(giver);
    }

    /** Ends the task where it waits. */
    void kill() {
        killed = true;
        resume();
    }

    /** Waits for a time. */
    void sleep(long nanos) {
        long wait = ++waits;
        timeline.after(nanos, () -> wake(wait));
        pause();
    }

    /** Waits until the future is done, or for a time. */
    void await(CompletableFuture<?> future, long nanos) {
        if (future.isDone()) {
            return;
        }
        long wait = ++waits;
        var unused = future.whenComplete((value, thrown) -> timeline.after(0, () -> wake(wait)));
        timeline.after(nanos, () -> wake(wait));
        pause();
    }

    private void wake(long wait) {
        if (wait == waits) {
            resume();
        }
    }

    private void pause() {
        giveBack();
        while (!itsTurn) {
            LockSupport.park(this);
        }
        waits++;
        if (killed) {
            throw new Killed();
        }
    }
}
