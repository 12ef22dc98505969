package io.shardwright.planner.loads;

/**
 * What each partition was measured to cost.
 *
 * <p>The load is what is balanced: requests a second, backlog, or bytes once more; any unit, as only ratios count. The
 * bytes are what a move copies and what a shard's volume has to hold.
 */
public final class Loads {

    /** Highest sum of loads, and of bytes: 2<sup>62</sup> - 1, so that sums of two never overflow. */
    public static final long MAX_TOTAL = (1L << 62) - 1;

    private final long[] load;
    private final long[] bytes;
    private final long totalLoad;
    private final long totalBytes;

    private Loads(long[] load, long[] bytes) {
        this.load = load;
        this.bytes = bytes;
        this.totalLoad = total("load", load);
        this.totalBytes = total("bytes", bytes);
    }

    /**
     * The loads of partitions 0, 1, 2 and so on.
     *
     * @param load one a partition, 0 or more; copied
     * @param bytes one a partition, 0 or more; copied
     * @throws IllegalArgumentException if there is no partition, the lengths differ, a figure is negative or a sum
     *     exceeds {@link #MAX_TOTAL}
     */
    public static Loads of(long[] load, long[] bytes) {
        if (load.length == 0 || load.length != bytes.length) {
            throw new IllegalArgumentException(
                    load.length + " loads and " + bytes.length + " sizes: one of each is needed for every partition");
        }
        return new Loads(load.clone(), bytes.clone());
    }

    private static long total(String what, long[] figures) {
        long total = 0;
        for (int partition = 0; partition < figures.length; partition++) {
            if (figures[partition] < 0) {
                throw new IllegalArgumentException(
                        "partition " + partition + " has " + what + " " + figures[partition] + ", below 0");
            }
            if (figures[partition] > MAX_TOTAL - total) {
                throw new IllegalArgumentException("the sum of " + what + " exceeds " + MAX_TOTAL);
            }
            total += figures[partition];
        }
        return total;
    }

    public int partitions() {
        return load.length;
    }

    /** @throws IndexOutOfBoundsException if there is no such partition */
    public long load(int partition) {
        return load[partition];
    }

    /** @throws IndexOutOfBoundsException if there is no such partition */
    public long bytes(int partition) {
        return bytes[partition];
    }

    public long totalLoad() {
        return totalLoad;
    }

    public long totalBytes() {
        return totalBytes;
    }
}
