package io.shardwright.controller.report;

import io.shardwright.controller.report.ShardHealth.State;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits before a shard that served is called unhealthy: a leader that changes, or a busy node, makes answers fail for a
 * moment, and a status that flickers tells nothing. What a person has to look at isn't delayed.
 */
final class Patience {
    static final Duration LENGTH = Duration.ofSeconds(5);

    private final Map<String, Map<ShardId, Instant>> unwellSince = new ConcurrentHashMap<>();

    /** The healths as they are to be told. */
    List<ShardHealth> tell(String shardSetUid, List<ShardHealth> health, Instant now) {
        var before = unwellSince.getOrDefault(shardSetUid, Map.of());
        var since = new HashMap<ShardId, Instant>();
        health.stream()
                .filter(Patience::mayPass)
                .forEach(shard -> since.put(shard.shard(), before.getOrDefault(shard.shard(), now)));
        unwellSince.put(shardSetUid, since);
        return health.stream()
                .map(shard -> mayPass(shard)
                                && now.isBefore(
                                        since.getOrDefault(shard.shard(), now).plus(LENGTH))
                        ? new ShardHealth(shard.shard(), State.COMPLETE, "", "")
                        : shard)
                .toList();
    }

    private static boolean mayPass(ShardHealth shard) {
        return switch (shard.state()) {
            case DEGRADED, DOWN -> !ShardHealth.VOLUME_REFUSED.equals(shard.reason());
            case COMPLETE, STARTING -> false;
        };
    }

    void forget(String shardSetUid) {
        unwellSince.remove(shardSetUid);
    }
}
