package io.shardwright.bench.results;

/**
 * Ours alone on the workloads of the table, dealt out by many seeds instead of one.
 *
 * @param seeds how many
 * @param workloads plans made: seeds × workloads in the table
 * @param balanced those after which every shard is within 5 % of its fair share, or of its largest partition
 * @param withinBound those that move at most 1.1 × the lower bound of bytes
 * @param medianOverBound bytes moved ÷ lower bound
 * @param p99OverBound the same
 * @param maxOverBound the same
 * @param worst the workload and the seed of the largest
 */
public record SkewSweep(
        int seeds,
        int workloads,
        int balanced,
        int withinBound,
        double medianOverBound,
        double p99OverBound,
        double maxOverBound,
        String worst) {}
