package io.shardwright.router.status;

/** Names of the agent's metrics, as Micrometer has them; Prometheus shows underscores and suffixes. */
final class MetricNames {
    static final String MAP_EPOCH = "shardwright.router.map.epoch";
    static final String MAP_LOAD = "shardwright.router.map.load";
    static final String SERVERS = "shardwright.router.servers";
    static final String STATE_LABEL = "state";
    static final String OWNERS_WITHOUT_SERVER = "shardwright.router.owners.without.server";
    static final String LEADER_CHANGES = "shardwright.router.leader.changes";
    static final String RELOADS = "shardwright.router.reloads";
    static final String API_CONNECTED = "shardwright.router.api.connected";
    static final String FALLBACK = "shardwright.router.fallback";
    static final String HAPROXY_REACHABLE = "shardwright.router.haproxy.reachable";

    private MetricNames() {}
}
