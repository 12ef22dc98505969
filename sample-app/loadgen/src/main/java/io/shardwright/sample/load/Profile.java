package io.shardwright.sample.load;

/**
 * The shape of a load.
 *
 * @param requestsPerSecond rate at which requests are due, whether or not earlier ones have been answered
 * @param workers requests that can be under way at once
 * @param keys keys in use
 * @param valueBytes length of a value, in bytes
 * @param writePercent share of writes among requests, 0 to 100
 * @param deletePercent share of deletions among writes, 0 to 100
 * @param conditionalPercent share of compare-and-set among writes, 0 to 100
 * @param prefix beginning of every key, so that two loads on one store don't meet
 * @param seed of the random choices
 */
record Profile(
        double requestsPerSecond,
        int workers,
        int keys,
        int valueBytes,
        int writePercent,
        int deletePercent,
        int conditionalPercent,
        String prefix,
        long seed) {
    Profile {
        require(requestsPerSecond > 0 && requestsPerSecond <= 1_000_000, "--rate must be above 0, at most 1000000");
        require(workers >= 1 && workers <= 10_000, "--workers must be 1 to 10000");
        require(keys >= workers, "--keys must be at least --workers: each worker writes keys of its own");
        require(valueBytes >= 0 && valueBytes <= 1 << 20, "--value-bytes must be 0 to 1048576");
        require(isPercent(writePercent), "--writes must be 0 to 100");
        require(
                isPercent(deletePercent) && isPercent(conditionalPercent),
                "--deletes and --conditional must be 0 to 100");
        require(deletePercent + conditionalPercent <= 100, "--deletes and --conditional together must be at most 100");
    }

    private static boolean isPercent(int value) {
        return value >= 0 && value <= 100;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
