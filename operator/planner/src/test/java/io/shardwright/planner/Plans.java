package io.shardwright.planner;

import java.util.ArrayList;
import java.util.List;

/** Short ways to write inputs, and to plan where no refusal is expected. */
final class Plans {

    private Plans() {}

    /** Shards 0, 1, 2 and so on with these weights. */
    static List<ShardWeight> weights(long... weights) {
        var list = new ArrayList<ShardWeight>();
        for (long weight : weights) {
            list.add(new ShardWeight(new ShardId(list.size()), weight));
        }
        return list;
    }

    static List<ShardWeight> equalWeights(int shards) {
        long[] weights = new long[shards];
        java.util.Arrays.fill(weights, 100);
        return weights(weights);
    }

    static Plan plan(Ownership current, List<ShardWeight> weights) {
        return plan(PlanRequest.of(current, weights));
    }

    static Plan plan(PlanRequest request) {
        return switch (Planner.plan(request)) {
            case PlanResult.Planned planned -> planned.plan();
            case Refused refused -> throw new AssertionError(refused);
        };
    }

    /** The ownership a first plan gives. */
    static Ownership initial(int partitions, List<ShardWeight> weights) {
        return plan(Ownership.empty(partitions), weights).target();
    }

    static Quotas quotas(QuotaResult result) {
        return switch (result) {
            case Quotas quotas -> quotas;
            case Refused refused -> throw new AssertionError(refused);
        };
    }
}
