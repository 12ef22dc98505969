package io.shardwright.bench.results;

import org.jspecify.annotations.Nullable;

/**
 * One planner on one skewed workload.
 *
 * @param exponent of Zipf's law
 * @param sizes how bytes relate to loads
 * @param largestOverFair the largest partition ÷ fair share: no assignment gets below it, nor below 1
 * @param beforeOverFair the largest load ÷ fair share before
 * @param planner ours or a peer, with its setting
 * @param maxOverFair the largest load ÷ fair share after; null: it found no assignment
 * @param maxOverOwn the largest load ÷ the greater of fair share and that shard's own largest partition; null likewise
 * @param bytesMoved all of them; 0 if it found no assignment
 * @param bytesLowerBound fewest bytes that have to leave the shards that are too full, as ours states it
 * @param millis one plan, warm
 */
public record SkewRow(
        int partitions,
        int shards,
        double exponent,
        String sizes,
        double largestOverFair,
        double beforeOverFair,
        String planner,
        boolean ours,
        @Nullable Double maxOverFair,
        @Nullable Double maxOverOwn,
        long bytesMoved,
        long bytesLowerBound,
        double millis) {

    /** The best that any assignment could reach, as far as the largest partition tells. */
    public double reach() {
        return Math.max(1, largestOverFair);
    }

    /** Every shard is within 5 % of its fair share, or of its largest partition where that alone exceeds the fair share. */
    public boolean balanced() {
        return maxOverOwn != null && maxOverOwn <= 1.05 + 1e-9;
    }

    /** Bytes moved ÷ lower bound; 1 where both are 0. */
    public double overBound() {
        return bytesMoved == 0 && bytesLowerBound == 0 ? 1 : (double) bytesMoved / bytesLowerBound;
    }
}
