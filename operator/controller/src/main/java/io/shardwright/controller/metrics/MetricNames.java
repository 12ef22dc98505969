package io.shardwright.controller.metrics;

/** Names of the operator's own metrics and of their labels. */
public final class MetricNames {
    /** Timer: one reconciliation, by {@link #RESULT}. */
    public static final String RECONCILE = "shardwright.reconcile";
    /** Counter: requests to the API server, by {@link #METHOD} and {@link #RESOURCE}. */
    public static final String API_REQUESTS = "shardwright.api.requests";
    /** Counter: orders and status calls to pods, by {@link #CALL} and {@link #RESULT}. */
    public static final String CONTRACT_CALLS = "shardwright.contract.calls";

    /** Gauge: epoch of the published map. */
    public static final String MAP_EPOCH = "shardwright.map.epoch";
    /** Gauge: shards that exist, by {@link #STATE}. */
    public static final String SHARDS = "shardwright.shards";
    /** Gauge: partitions that still have to move. */
    public static final String MOVES_REMAINING = "shardwright.moves.remaining";
    /** Gauge: partitions moved since the last edit that moved any. */
    public static final String MOVES_DONE = "shardwright.moves.done";
    /** Gauge: the fewest partitions that the last edit that moved any could move. */
    public static final String MOVES_MINIMUM = "shardwright.moves.minimum";
    /** Gauge: by how many the partitions that move for it are above that. */
    public static final String MOVES_OVER_MINIMUM = "shardwright.moves.over.minimum";
    /** Gauge: partitions whose move waits, of those that are listed with a reason. */
    public static final String MOVES_BLOCKED = "shardwright.moves.blocked";
    /** Gauge: hand-offs under way. */
    public static final String MOVES_IN_FLIGHT = "shardwright.moves.in.flight";
    /** Gauge: 1 for the phase of the Rebalance that isn't over, or else of the last one, by {@link #PHASE}. */
    public static final String REBALANCE = "shardwright.rebalance";
    /** Gauge: the largest ratio of the partitions that a shard owns to its fair share. */
    public static final String IMBALANCE = "shardwright.imbalance.ratio";
    /** Gauge: requests that wait at the shards for a hand-off. */
    public static final String REQUESTS_PARKED = "shardwright.requests.parked";

    /** Timer: from the order of a hand-off until its end, by {@link #OUTCOME}. */
    public static final String HAND_OFF_DURATION = "shardwright.handoff.duration";
    /** Counter: partitions of hand-offs that have ended, by {@link #OUTCOME}. */
    public static final String HAND_OFF_PARTITIONS = "shardwright.handoff.partitions";
    /** Counter: bytes that hand-offs that have ended have copied, by {@link #OUTCOME}. */
    public static final String HAND_OFF_BYTES = "shardwright.handoff.bytes";
    /** Timer: how long writes to the partitions of a hand-off waited. */
    public static final String HAND_OFF_FENCE = "shardwright.handoff.fence";
    /** Gauge: how long the oldest hand-off has been under way. */
    public static final String HAND_OFF_OLDEST = "shardwright.handoff.oldest";

    /** Gauge: computed share of the time that writes to each key are possible, 0 to 1; not a number while shards are created. */
    public static final String AVAILABILITY = "shardwright.availability.computed";
    /** Gauge: 1 while the ShardSet is ready. */
    public static final String READY = "shardwright.ready";

    public static final String NAMESPACE = "namespace";
    public static final String SHARD_SET = "shardset";
    public static final String STATE = "state";
    public static final String METHOD = "method";
    public static final String RESOURCE = "resource";
    public static final String CALL = "call";
    public static final String RESULT = "result";
    public static final String PHASE = "phase";
    public static final String OUTCOME = "outcome";

    private MetricNames() {}
}
