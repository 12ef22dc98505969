package io.shardwright.controller.report;

/** The conditions of a ShardSet. */
public enum ConditionType {
    /** Every shard serves and the specification is in place. */
    Ready,
    /** Something is being created, moved or removed. */
    Progressing,
    /** A shard has lost replicas. */
    Degraded,
    /** The specification can't be met until a person changes something. */
    Stalled,
    /** The computed availability of writes to each key reaches the target. Only where there is one. */
    AvailabilityTargetMet,
    /** What one-replica shards on cordoned nodes own has gone elsewhere. Only where there are any. */
    NodesDrainable
}
