package io.shardwright.bench.workload;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.Refused;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A reason to plan, with every partition as heavy as any other.
 *
 * <p>Shards have the weights 100, 200 or 400, drawn by the seed: three generations of hardware. Unless said otherwise the
 * partitions are owned fairly before the change, in ranges, as a first plan of ours leaves them.
 */
public enum UnitChange {
    FIRST_PLACEMENT("first placement"),
    ADD_SHARD("add a shard"),
    REMOVE_SHARD("remove a shard"),
    CHANGE_WEIGHT("double a weight"),
    /** As many shards come as a tenth of those there are, at least one. */
    ADD_TENTH("add a tenth"),
    /** Every partition is owned by a shard drawn at random: the most scattered input there is. */
    SCATTERED("scattered ownership");

    private static final long[] WEIGHTS = {100, 200, 400};

    private final String title;

    UnitChange(String title) {
        this.title = title;
    }

    /** As shown in tables. */
    public String title() {
        return title;
    }

    /**
     * The request to plan.
     *
     * @param shards before the change, at least 2
     */
    public PlanRequest request(int partitions, int shards, long seed) {
        var random = new SplittableRandom(seed);
        var weights = weights(shards + Math.max(1, shards / 10), random);
        var there = weights.subList(0, shards);
        return switch (this) {
            case FIRST_PLACEMENT -> PlanRequest.of(Ownership.empty(partitions), there);
            case ADD_SHARD -> PlanRequest.of(fair(partitions, there), weights.subList(0, shards + 1));
            case REMOVE_SHARD -> PlanRequest.of(fair(partitions, there), there.subList(0, shards - 1));
            case CHANGE_WEIGHT -> PlanRequest.of(fair(partitions, there), doubled(there, random.nextInt(shards)));
            case ADD_TENTH -> PlanRequest.of(fair(partitions, there), weights);
            case SCATTERED ->
                PlanRequest.of(Ownership.of(random.ints(partitions, 0, shards).toArray()), there);
        };
    }

    /** Plans where a refusal is impossible: there is always a shard with a weight. */
    public static Plan plan(PlanRequest request) {
        return switch (Planner.plan(request)) {
            case PlanResult.Planned planned -> planned.plan();
            case Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }

    private static Ownership fair(int partitions, List<ShardWeight> weights) {
        return plan(PlanRequest.of(Ownership.empty(partitions), weights)).target();
    }

    private static List<ShardWeight> weights(int shards, SplittableRandom random) {
        var weights = new ArrayList<ShardWeight>(shards);
        for (int shard = 0; shard < shards; shard++) {
            weights.add(new ShardWeight(new ShardId(shard), WEIGHTS[random.nextInt(WEIGHTS.length)]));
        }
        return weights;
    }

    private static List<ShardWeight> doubled(List<ShardWeight> weights, int index) {
        var changed = new ArrayList<>(weights);
        var old = changed.get(index);
        changed.set(index, new ShardWeight(old.shard(), 2 * old.weight()));
        return changed;
    }
}
