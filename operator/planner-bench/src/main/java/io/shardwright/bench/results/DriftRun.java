package io.shardwright.bench.results;

import java.util.List;

/**
 * Loads that drift, planned for at a steady pace.
 *
 * @param name what is different about this run
 * @param plans how often it was planned
 * @param movesPerDay partitions moved, by day
 * @param bytesPerDay bytes moved, by day
 * @param hourlyMaxOverFair the largest true load ÷ fair share, once an hour, after that hour's moves
 * @param p50 of that figure over all plans
 * @param p99 of it
 * @param max of it
 * @param untouchedP50 the same if nothing had ever moved
 * @param untouchedP99 the same
 * @param untouchedMax the same
 * @param backWithinHour partitions that came back to a shard within an hour of leaving it
 * @param shortestReturnMinutes the shortest time after which a partition came back to a shard it had left; −1: none did
 */
public record DriftRun(
        String name,
        int days,
        int partitions,
        int shards,
        int plans,
        List<Integer> movesPerDay,
        List<Long> bytesPerDay,
        List<Double> hourlyMaxOverFair,
        double p50,
        double p99,
        double max,
        double untouchedP50,
        double untouchedP99,
        double untouchedMax,
        int backWithinHour,
        int shortestReturnMinutes) {

    public int moves() {
        return movesPerDay.stream().mapToInt(Integer::intValue).sum();
    }

    public long bytes() {
        return bytesPerDay.stream().mapToLong(Long::longValue).sum();
    }
}
