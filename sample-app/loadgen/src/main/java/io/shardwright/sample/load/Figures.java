package io.shardwright.sample.load;

import java.util.Map;

/**
 * What a load has seen so far.
 *
 * @param requests requests ended, good or bad
 * @param failed requests whose answer was an error, or that got none
 * @param uncertainWrites failed writes that may have been applied
 * @param acknowledgedWrites writes that the store called durable
 * @param violations answers that contradict earlier ones: lost or older values
 * @param p50Millis median time from when a request was due to its answer
 * @param p99Millis 99th percentile of that time
 * @param maxMillis longest such time
 * @param byShard requests answered, by shard
 * @param longestWriteGapMillis longest time without an acknowledged write, by shard, since the last mark
 * @param seconds length of the time covered
 * @param pauseMillis longest time, since the start, that this process was due and not run
 * @param diskMillis longest time, since the start, that the disk beside it took for one byte
 */
public record Figures(
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
        double seconds,
        long pauseMillis,
        long diskMillis) {
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
