package io.shardwright.controller.step;

import io.shardwright.controller.ownership.Way;
import io.shardwright.crds.v1alpha1.RebalancePolicy;
import io.shardwright.planner.ShardId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast moves may copy that do so at the same time. With n of them, of which o come from the same shard as this one and i
 * go to the same: {@code max(1, min(maxBytesPerSecond / n, maxBytesPerSecondPerShard / max(o, i)))} bytes a second.
 */
final class Rates {
    private final RebalancePolicy policy;
    private final int moves;
    private final Map<ShardId, Integer> out = new HashMap<>();
    private final Map<ShardId, Integer> in = new HashMap<>();

    Rates(RebalancePolicy policy, List<Way> moves) {
        this.policy = policy;
        this.moves = moves.size();
        for (var way : moves) {
            out.merge(way.from(), 1, Integer::sum);
            in.merge(way.to(), 1, Integer::sum);
        }
    }

    /** That of one of them. */
    long of(Way way) {
        int beside = Math.max(out.getOrDefault(way.from(), 1), in.getOrDefault(way.to(), 1));
        long share = policy.bytesPerSecond() / Math.max(1, moves);
        return Math.max(1, Math.min(share, policy.bytesPerSecondPerShard() / beside));
    }
}
