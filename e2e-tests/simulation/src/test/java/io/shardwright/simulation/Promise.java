package io.shardwright.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A future that is waited for in virtual time. */
final class Promise<T> extends CompletableFuture<T> {
    private final Timeline timeline;

    Promise(Timeline timeline) {
        this.timeline = timeline;
    }

    static <T> Promise<T> failed(Timeline timeline, Throwable why) {
        Promise<T> promise = new Promise<>(timeline);
        promise.completeExceptionally(why);
        return promise;
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!isDone()) {
            timeline.current().await(this, unit.toNanos(timeout));
        }
        if (!isDone()) {
            throw new TimeoutException();
        }
        return get();
    }
}
