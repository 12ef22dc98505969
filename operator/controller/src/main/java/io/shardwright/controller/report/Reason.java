package io.shardwright.controller.report;

/** Why a condition is as it is, where no {@link io.shardwright.controller.step.Hindrance} says it. */
enum Reason {
    AllShardsServe,
    Creating,
    Rebalancing,
    RemovingShards,
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
    NoRoomElsewhere
}
