package io.shardwright.router.rig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests from several clients without a pause, each answer judged. */
public final class Load implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean ended;

    /**
     * Starts the clients: odd ones write, even ones read.
     *
     * @param judge says what is wrong with an answer, null where nothing is
     */
    public Load(Router router, int clients, Function<HttpMessage, @Nullable String> judge) {
        for (int i = 0; i < clients; i++) {
            String method = i % 2 == 0 ? "GET" : "DELETE";
            threads.add(Thread.ofPlatform().start(() -> run(router, method, judge)));
        }
    }

    private void run(Router router, String method, Function<HttpMessage, @Nullable String> judge) {
        try (var client = router.client()) {
            while (!ended) {
                String key = "/kv/key-" + numbers.getAndIncrement();
                long start = System.nanoTime();
                try {
                    String wrong = judge.apply(client.send(method, key));
                    answers.incrementAndGet();
                    slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                    if (wrong != null) {
                        failures.add(method + " " + key + ": " + wrong);
                    }
                } catch (IOException | RuntimeException | AssertionError e) {
                    failures.add(method + " " + key + ": " + e);
                    client.close();
                }
            }
        } catch (IOException e) {
            failures.add("closing: " + e);
        }
    }

    /** How many answers came. */
    public int answers() {
        return answers.get();
    }

    /** The slowest answer so far, in milliseconds. */
    public long slowestMillis() {
        return slowestNanos.get() / 1_000_000;
    }

    /** What was wrong so far. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
