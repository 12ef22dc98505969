package io.shardwright.router.haproxy;

import org.jspecify.annotations.Nullable;

/**
 * How HAProxy was found, and left, by the last {@link HaproxyDriver#apply}.
 *
 * @param reachable whether it answers
 * @param loadedEpoch epoch of the map that it routes by, 0 where it has none
 * @param serversUp servers that take requests
 * @param serversDown servers that don't, without those being removed
 * @param ownersWithoutServer shards that own partitions but have no server that takes requests
 * @param problem what kept the driver from reaching the target, or null
 */
public record HaproxyState(
        boolean reachable,
        long loadedEpoch,
        int serversUp,
        int serversDown,
        int ownersWithoutServer,
        @Nullable String problem) {
    /** HAProxy doesn't answer. */
    public static HaproxyState unreachable(String problem) {
        return new HaproxyState(false, 0, 0, 0, 0, problem);
    }
}
