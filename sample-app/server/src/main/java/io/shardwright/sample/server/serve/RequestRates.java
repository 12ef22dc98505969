package io.shardwright.sample.server.serve;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/**
 * Requests answered here per partition, over the last ten full seconds. Counts of one second share a row of a ring; a row is
 * cleared when its turn comes again.
 */
public final class RequestRates {
    private static final int SECONDS = 10;
    private static final int ROWS = SECONDS + 2;

    private final int partitions;
    private final LongSupplier nanoTime;
    private final AtomicIntegerArray[] rows = new AtomicIntegerArray[ROWS];
    private final long[] secondOf = new long[ROWS];

    /** Counts for so many partitions, by a monotonic clock. */
    public RequestRates(int partitions, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.nanoTime = nanoTime;
        for (int i = 0; i < ROWS; i++) {
            rows[i] = new AtomicIntegerArray(partitions + 1);
            secondOf[i] = Long.MIN_VALUE;
        }
    }

    /** A request of this partition was answered. */
    public void count(int partition) {
        AtomicIntegerArray row = row(second());
        row.incrementAndGet(partition);
        row.incrementAndGet(partitions);
    }

    /** Requests per second of a partition. */
    public double of(int partition) {
        return sum(partition);
    }

    /** Requests per second of all partitions. */
    public double total() {
        return sum(partitions);
    }

    private double sum(int column) {
        long now = second();
        long sum = 0;
        for (long s = now - SECONDS; s < now; s++) {
            int i = Math.floorMod(s, ROWS);
            if (secondAt(i) == s) {
                sum += rows[i].get(column);
            }
        }
        return sum / (double) SECONDS;
    }

    private long second() {
        return Math.floorDiv(nanoTime.getAsLong(), 1_000_000_000L);
    }

    private synchronized long secondAt(int row) {
        return secondOf[row];
    }

    private AtomicIntegerArray row(long second) {
        int i = Math.floorMod(second, ROWS);
        if (secondAt(i) != second) {
            clear(i, second);
        }
        return rows[i];
    }

    private synchronized void clear(int row, long second) {
        if (secondOf[row] < second) {
            for (int p = 0; p <= partitions; p++) {
                rows[row].set(p, 0);
            }
            secondOf[row] = second;
        }
    }
}
