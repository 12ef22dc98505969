package io.shardwright.bench.speed;

import io.shardwright.bench.waged.Waged;
import io.shardwright.bench.waged.WagedProblem;
import io.shardwright.bench.waged.WagedProblem.Change;
import io.shardwright.bench.waged.WagedProblem.Instance;
import io.shardwright.bench.waged.WagedProblem.Usage;
import io.shardwright.bench.waged.WagedSetting;
import io.shardwright.bench.workload.UnitChange;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.ShardWeight;
import java.util.List;

/**
 * The ways in which WAGED gets the same request as ours: the same partitions with one replica each, the same owners, and
 * weights as the capacities of instances.
 *
 * <p>WAGED's capacities are also hard limits, so how high they are is part of a setting. Limits at twice the fair share
 * leave balance to its scores alone. Limits at the fair share, rounded up, are the constraint that ours has. Limits at the
 * very quotas that ours computed take the apportionment off WAGED's hands.
 */
public enum PeerSetup {
    SHIPPED(WagedSetting.SHIPPED, Limit.TWICE_FAIR),
    BY_CAPACITY(WagedSetting.BY_CAPACITY, Limit.TWICE_FAIR),
    ROUNDED_UP(WagedSetting.BY_CAPACITY, Limit.FAIR_ROUNDED_UP),
    OUR_QUOTAS(WagedSetting.STAY_FIRST, Limit.OUR_QUOTAS);

    /** What one partition uses. Above 1, so that capacities rounded to whole numbers are still proportional to weights. */
    private static final int UNIT = 100;

    /** How much an instance may hold at most. */
    private enum Limit {
        TWICE_FAIR("limits 2 × fair"),
        FAIR_ROUNDED_UP("limits ⌈fair⌉"),
        OUR_QUOTAS("limits = our quotas");

        private final String title;

        Limit(String title) {
            this.title = title;
        }

        private int partitionsOf(Plan plan, ShardWeight weight, double fair) {
            return switch (this) {
                case TWICE_FAIR -> (int) Math.round(2 * fair * UNIT);
                case FAIR_ROUNDED_UP -> UNIT * (int) Math.ceil(fair);
                case OUR_QUOTAS -> UNIT * plan.quotas().of(weight.shard());
            };
        }
    }

    private final WagedSetting setting;
    private final Limit limit;

    PeerSetup(WagedSetting setting, Limit limit) {
        this.setting = setting;
        this.limit = limit;
    }

    /** As shown in tables. */
    public String title() {
        return "WAGED, " + setting.name() + ", " + limit.title;
    }

    /** WAGED, about to plan what {@code request} asks for. */
    public Waged waged(UnitChange change, PlanRequest request) {
        var plan = UnitChange.plan(request);
        double fairPerWeight = (double) request.current().partitions()
                / request.weights().stream().mapToLong(ShardWeight::weight).sum();
        var instances = request.weights().stream()
                .map(weight -> new Instance(
                        weight.shard().ordinal(), limit.partitionsOf(plan, weight, weight.weight() * fairPerWeight), 1))
                .toList();
        var problem = new WagedProblem(request.current(), instances, List.of(new Usage(UNIT, 0)), change(change));
        return new Waged(problem, setting);
    }

    private static Change change(UnitChange change) {
        return switch (change) {
            case FIRST_PLACEMENT -> Change.FIRST_PLACEMENT;
            case ADD_SHARD, ADD_TENTH -> Change.INSTANCE_ADDED;
            case REMOVE_SHARD -> Change.INSTANCE_REMOVED;
            case CHANGE_WEIGHT, SCATTERED -> Change.CAPACITY_CHANGED;
        };
    }
}
