package io.shardwright.bench.results;

/**
 * One plan of ours, warm.
 *
 * @param shards before the change
 * @param medianMillis of all repetitions
 * @param allocatedBytes by one plan, the median
 * @param batches in the plan
 */
public record ScalingCell(
        String change,
        int partitions,
        int shards,
        double medianMillis,
        double minMillis,
        long allocatedBytes,
        int moves,
        int batches) {}
