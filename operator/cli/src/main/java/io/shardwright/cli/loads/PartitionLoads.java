package io.shardwright.cli.loads;

import io.shardwright.cli.input.Position;
import java.util.Arrays;

/** What each partition was measured to hold and to be asked for. */
public final class PartitionLoads {
    private final Position at;
    private final long[] loads;
    private final long[] bytes;

    PartitionLoads(Position at, long[] loads, long[] bytes) {
        this.at = at;
        this.loads = loads;
        this.bytes = bytes;
    }

    /** The file. */
    public Position at() {
        return at;
    }

    /** Number of partitions. */
    public int partitions() {
        return loads.length;
    }

    /** The load to be balanced, by partition, in whatever unit: 0 or more. */
    public long[] loads() {
        return loads.clone();
    }

    /** Bytes stored, by partition: 0 or more. */
    public long[] bytes() {
        return bytes.clone();
    }

    /** Bytes of one partition. */
    public long bytes(int partition) {
        return bytes[partition];
    }

    /** Load of one partition. */
    public long load(int partition) {
        return loads[partition];
    }

    /** Whether any bytes were measured. */
    public boolean hasBytes() {
        return Arrays.stream(bytes).anyMatch(b -> b > 0);
    }
}
