package io.shardwright.sample.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the machine beside a load: how long this process wasn't run although it was due, and how long the disk took to make
 * a byte durable. A store can't answer sooner than either, so that a slow answer can be told from a machine that stood still.
 */
final class Stalls implements AutoCloseable {
    private static final long INTERVAL_NANOS = 100_000_000L;

    private final AtomicLong longestPause = new AtomicLong();
    private final AtomicLong longestForce = new AtomicLong();
    private final Thread sleeper = Thread.ofPlatform().daemon().name("pauses").unstarted(this::watchPauses);
    private final Thread writer = Thread.ofPlatform().daemon().name("disk").unstarted(this::watchDisk);
    private volatile boolean closed;

    /** Begins to watch. */
    void start() {
        sleeper.start();
        writer.start();
    }

    private void watchPauses() {
        while (!closed) {
            long due = System.nanoTime() + INTERVAL_NANOS;
            LockSupport.parkNanos(INTERVAL_NANOS);
            longestPause.accumulateAndGet(System.nanoTime() - due, Math::max);
        }
    }

    private void watchDisk() {
        try {
            Path file = Files.createTempFile("load", ".disk");
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                while (!closed) {
                    long start = System.nanoTime();
                    channel.write(ByteBuffer.allocate(1), 0);
                    channel.force(false);
                    longestForce.accumulateAndGet(System.nanoTime() - start, Math::max);
                    LockSupport.parkNanos(INTERVAL_NANOS);
                }
            }
        } catch (IOException e) {
            System.err.println("the disk isn't watched: " + e.getMessage());
        }
    }

    /** Longest time, in milliseconds, that this process was due and not run. */
    long pauseMillis() {
        return longestPause.get() / 1_000_000;
    }

    /** Longest time, in milliseconds, that the disk took for one byte. */
    long diskMillis() {
        return longestForce.get() / 1_000_000;
    }

    @Override
    public void close() {
        closed = true;
    }
}
