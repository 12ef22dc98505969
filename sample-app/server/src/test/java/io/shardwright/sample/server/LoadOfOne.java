package io.shardwright.sample.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Four writers with keys of their own that write rising numbers and read them back at once: nothing may fail, and no read may
 * give another number than the last one acknowledged.
 */
final class LoadOfOne implements AutoCloseable {
    private static final int WRITERS = 4;
    private static final int KEYS = 12;

    private final TestShards shards;
    private final List<String> pods;
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final List<Thread> threads;
    private volatile boolean stopped;

    LoadOfOne(TestShards shards, List<String> pods) {
        this.shards = shards;
        this.pods = pods;
        this.threads = java.util.stream.IntStream.range(0, WRITERS)
                .mapToObj(w -> Thread.ofVirtual().start(() -> run(w)))
                .toList();
    }

    private void run(int writer) {
        Random random = new Random(writer);
        for (int n = 1; !stopped; n++) {
            String key = "w" + writer + "-" + random.nextInt(KEYS);
            String pod = pods.get(random.nextInt(pods.size()));
            try {
                var written = shards.put(pod, "/kv/" + key, Integer.toString(n));
                if (written.statusCode() != 200) {
                    failures.add("PUT " + key + " at " + pod + ": " + written.statusCode() + " "
                            + TestShards.text(written).strip());
                    continue;
                }
                acknowledged.put(key, n);
                writes.incrementAndGet();
                check(pods.get(random.nextInt(pods.size())), key);
            } catch (IOException e) {
                failures.add("PUT " + key + " at " + pod + ": " + e);
            } catch (Exception e) {
                failures.add(String.valueOf(e));
                return;
            }
        }
    }

    private void check(String pod, String key) throws Exception {
        var read = shards.get(pod, "/kv/" + key);
        String expected = Integer.toString(Objects.requireNonNull(acknowledged.get(key)));
        if (read.statusCode() != 200 || !TestShards.text(read).equals(expected)) {
            failures.add("GET " + key + " at " + pod + ": " + read.statusCode() + " "
                    + TestShards.text(read).strip() + " instead of " + expected);
        }
    }

    int writes() {
        return writes.get();
    }

    void awaitWrites(int count) throws Exception {
        TestShards.await(() -> writes.get() >= count);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Reads every key once more. */
    void checkAll(String pod) throws Exception {
        for (String key : acknowledged.keySet()) {
            check(pod, key);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
