package io.shardwright.controller.report;

import io.shardwright.controller.step.PlannedChange;

/** Why a condition is as it is, where no {@link io.shardwright.controller.step.Hindrance} says it. */
enum Reason {
    AllShardsServe,
    Creating,
    Rebalancing,
    RemovingShards,
    ChangingReplicas,
    RollingOut,
    GrowingVolumes,
    MovesWaiting,
    ShardsUnavailable,
    PartitionsUnclaimed,
    RouterUnavailable,
    ObjectRefused,
    ReplicasMissing,
    AllReplicasPresent,
    Settled,
    NothingInTheWay,
    TargetMet,
    TargetMissed,
    TargetOutOfReach,
    PartitionsLeaving,
    PartitionsLeft,
    PartitionsStaying,
    NoRoomElsewhere;

    /** Why a condition says that something is under way. */
    static Reason of(PlannedChange.Kind kind) {
        return switch (kind) {
            case MEMBERS -> ChangingReplicas;
            case ROLLOUT -> RollingOut;
            case VOLUMES -> GrowingVolumes;
            case MOVES -> MovesWaiting;
        };
    }
}
