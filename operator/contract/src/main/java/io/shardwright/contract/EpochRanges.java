package io.shardwright.contract;

import java.util.Objects;

/**
 * Partitions that share one epoch of their own.
 *
 * @param epoch at least 1; raised by one by each move of the partition
 * @param ranges the partitions, see {@link PartitionRanges}
 */
public record EpochRanges(long epoch, String ranges) {
    public EpochRanges {
        Objects.requireNonNull(ranges);
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch " + epoch + " is below 1");
        }
    }
}
