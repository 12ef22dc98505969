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
    /** Gauge: moves under way. */
    public static final String MOVES_IN_FLIGHT = "shardwright.moves.in.flight";
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

    private MetricNames() {}
}
