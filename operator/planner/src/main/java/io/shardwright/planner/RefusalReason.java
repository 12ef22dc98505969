package io.shardwright.planner;

/** Why a plan, or a step towards one, was refused. The names are stable: status and metrics may show them. */
public enum RefusalReason {
    /** There is no shard to own anything. */
    NO_SHARDS,
    /** Every shard has weight 0, so no shard may own anything. */
    NO_WEIGHT,
    /** Some node classes state a weight and some don't, so the two can't be compared. */
    MIXED_CLASS_WEIGHTS,
    /** A weight is stated for a shard that doesn't exist. */
    UNKNOWN_SHARD,
    /** The node classes count more shards than there are. */
    CLASSES_EXCEED_SHARDS,
    /** The node classes count fewer shards than there are, and none takes the rest. */
    CLASSES_BELOW_SHARDS,
    /** More than one node class has no count, so it is undefined which takes the rest. */
    SEVERAL_OPEN_CLASSES,
    /** What is stored is more than the shards can hold. */
    NO_ROOM,
    /** A group of partitions has more members than there are failure domains to keep them apart in. */
    TOO_FEW_DOMAINS
}
