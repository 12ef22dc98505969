package io.shardwright.sample.load;

import io.shardwright.sample.client.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/** Collects the outcome of every request. Safe for use by many threads. */
final class Recorder {
    private static final int KEPT_EXAMPLES = 50;
    private static final long HIGHEST_MICROS = 600_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Stalls stalls;
    private final long startNanos;
    private final Window total = new Window();
    private final List<String> examples = new ArrayList<>();
    private final Map<Integer, Long> lastWriteNanos = new TreeMap<>();
    private final Map<Integer, Long> gapNanos = new TreeMap<>();
    private Window current = new Window();
    private long currentSince;

    Recorder(long nowNanos, Stalls stalls) {
        this.stalls = stalls;
        startNanos = nowNanos;
        currentSince = nowNanos;
    }

    private static final class Window {
        final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
        final Map<Integer, Long> byShard = new TreeMap<>();
        long requests;
        long failed;
        long uncertain;
        long acknowledged;
        long violations;
    }

    /** Takes note of an answer that arrived now to a request that was due then. */
    void answered(boolean isWrite, Answer answer, long dueNanos, long nowNanos) {
        lock.lock();
        try {
            for (Window window : new Window[] {total, current}) {
                window.requests++;
                window.micros.recordValue(Math.clamp((nowNanos - dueNanos) / 1_000, 0, HIGHEST_MICROS));
                window.byShard.merge(answer.origin().shard(), 1L, Long::sum);
                if (answer instanceof Answer.Failed failure) {
                    window.failed++;
                    window.uncertain += isWrite && failure.certainty() == Answer.Certainty.UNCERTAIN ? 1 : 0;
                } else if (answer instanceof Answer.Written) {
                    window.acknowledged++;
                }
            }
            if (answer instanceof Answer.Failed failure) {
                example("failed: status " + failure.status() + ", " + failure.certainty() + ": " + failure.why());
            } else if (answer instanceof Answer.Written) {
                acknowledgedAt(answer.origin().shard(), nowNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void acknowledgedAt(int shard, long nowNanos) {
        Long before = lastWriteNanos.put(shard, nowNanos);
        if (before != null) {
            gapNanos.merge(shard, nowNanos - before, Math::max);
        }
    }

    /** Takes note of an answer that contradicts earlier ones. */
    void violated(String what) {
        lock.lock();
        try {
            total.violations++;
            current.violations++;
            example("VIOLATION: " + what);
        } finally {
            lock.unlock();
        }
    }

    private void example(String what) {
        if (examples.size() < KEPT_EXAMPLES) {
            examples.add(java.time.Instant.now() + " " + what);
        }
    }

    /** The first failures and violations, as text. */
    List<String> examples() {
        lock.lock();
        try {
            return List.copyOf(examples);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the longest gaps between writes seen so far. */
    void mark() {
        lock.lock();
        try {
            gapNanos.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Figures since the start. */
    Figures total(long nowNanos) {
        lock.lock();
        try {
            return figures(total, nowNanos - startNanos, nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Figures since this was last called. */
    Figures window(long nowNanos) {
        lock.lock();
        try {
            Figures figures = figures(current, nowNanos - currentSince, nowNanos);
            current = new Window();
            currentSince = nowNanos;
            return figures;
        } finally {
            lock.unlock();
        }
    }

    private Figures figures(Window window, long lengthNanos, long nowNanos) {
        Map<Integer, Long> gaps = new TreeMap<>();
        lastWriteNanos.forEach((shard, last) ->
                gaps.put(shard, Math.max(gapNanos.getOrDefault(shard, 0L), nowNanos - last) / 1_000_000));
        return new Figures(
                window.requests,
                window.failed,
                window.uncertain,
                window.acknowledged,
                window.violations,
                window.micros.getValueAtPercentile(50) / 1_000.0,
                window.micros.getValueAtPercentile(99) / 1_000.0,
                window.micros.getMaxValue() / 1_000.0,
                new TreeMap<>(window.byShard),
                gaps,
                lengthNanos / 1e9,
                stalls.pauseMillis(),
                stalls.diskMillis());
    }
}
