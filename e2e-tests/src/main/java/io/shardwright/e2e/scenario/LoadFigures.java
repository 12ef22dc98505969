package io.shardwright.e2e.scenario;

import java.util.Map;

/** What the load generator reports; its own documentation of each figure is with {@code io.shardwright.sample.load}. */
public record LoadFigures(
        long requests,
        long failed,
        long uncertainWrites,
        long acknowledgedWrites,
        long violations,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        Map<Integer, Long> byShard,
        Map<Integer, Long> longestWriteGapMillis,
        double seconds) {
    /** Requests a second over the time covered. */
    public double rate() {
        return seconds == 0 ? 0 : requests / seconds;
    }

    /** Share of the answered requests that came from the shard, 0 to 1. */
    public double shareOf(int shard) {
        long answered = byShard.entrySet().stream()
                .filter(e -> e.getKey() >= 0)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return answered == 0 ? 0 : byShard.getOrDefault(shard, 0L) / (double) answered;
    }
}
