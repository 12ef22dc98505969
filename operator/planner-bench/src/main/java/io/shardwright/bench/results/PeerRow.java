package io.shardwright.bench.results;

/**
 * One planner on one change, all partitions alike.
 *
 * @param ours or a peer
 * @param medianMicros of all iterations of all rounds
 * @param minMicros the fastest iteration
 * @param maxMicros the slowest iteration
 * @param iterations how many there were
 * @param furthest the largest |partitions owned − fair share|
 * @param moves partitions that changed owner
 * @param minimum the fewest moves to an ownership within one partition of fair everywhere
 */
public record PeerRow(
        String change,
        String planner,
        boolean ours,
        double medianMicros,
        double minMicros,
        double maxMicros,
        int iterations,
        double maxOverFair,
        double minOverFair,
        double furthest,
        int moves,
        int minimum) {

    /** Every shard owns its fair share, rounded down or up. */
    public boolean withinOne() {
        return furthest < 1;
    }
}
