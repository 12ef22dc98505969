package io.shardwright.controller.shardcalls;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Calls to many pods at once, at most {@link #CONCURRENT} of them under way over the whole process. Thread-safe. */
public final class Fanout implements AutoCloseable {
    private static final int CONCURRENT = 128;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(CONCURRENT);

    /**
     * The results for all inputs, in their order.
     *
     * @param call must not fail: what can go wrong is part of its result
     */
    public <I, R> List<R> all(Collection<I> inputs, Function<I, R> call) throws InterruptedException {
        var futures = threads.invokeAll(inputs.stream()
                .<Callable<R>>map(input -> () -> {
                    permits.acquire();
                    try {
                        return call.apply(input);
                    } finally {
                        permits.release();
                    }
                })
                .toList());
        var results = new ArrayList<R>(futures.size());
        for (var future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
