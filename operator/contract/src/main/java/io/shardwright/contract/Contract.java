package io.shardwright.contract;

/**
 * The names of the shard contract, version 1: ports, paths, environment variables and headers.
 *
 * <p>The operator injects the environment into the container named {@code app}; the application listens on both ports.
 */
public final class Contract {
    /** The version this build speaks; one version older or newer is tolerated. */
    public static final String VERSION = "v1";

    /** Port of the application's own traffic. Requests of users arrive here. */
    public static final int DATA_PORT = 8080;
    /** Port of the contract, of forwarding between pods, and of metrics. Never exposed to users. */
    public static final int MANAGEMENT_PORT = 8081;
    /** Port that the replicas of one shard may use among themselves (the sample's Raft group does). */
    public static final int PEER_PORT = 9090;

    /** {@code GET}: {@link ShardStatus}. Asked for loads, it carries one per partition. */
    public static final String STATUS_PATH = "/shard/v1/status";
    /** {@code GET}: {@link RoutingView}, as a long poll; {@code PUT}: {@link OwnershipMap}. Never changes ownership. */
    public static final String MAP_PATH = "/shard/v1/map";
    /** {@code PUT /shard/v1/moves/{id}}: {@link MoveOrder} to the target shard; {@code GET}: {@link MoveStatus}. */
    public static final String MOVES_PATH = "/shard/v1/moves";
    /** {@code PUT}: {@link MembersOrder}. One change at a time; idempotent. */
    public static final String MEMBERS_PATH = "/shard/v1/members";
    /** {@code POST}: hands leadership to the most advanced other voter; 200 when it has. */
    public static final String STEP_DOWN_PATH = "/shard/v1/step-down";
    /** {@code GET}: 200 while this pod can answer or forward requests, else 503 with the reason as text. */
    public static final String READY_PATH = "/shard/v1/ready";
    /** {@code GET}: 200 while the process is worth keeping. */
    public static final String LIVE_PATH = "/shard/v1/live";
    /** {@code GET}: Prometheus text. */
    public static final String METRICS_PATH = "/metrics";

    /** Query parameter of {@link #STATUS_PATH}: {@code true} asks for a load per partition. */
    public static final String LOADS_PARAMETER = "loads";
    /** Query parameter of {@link #MAP_PATH}: answer as soon as the map's epoch is above this. */
    public static final String AFTER_PARAMETER = "after";
    /** Query parameter of {@link #MAP_PATH}: answer as soon as the shard's leader is another pod than this. */
    public static final String LEADER_PARAMETER = "leader";
    /** Query parameter of {@link #MAP_PATH}: answer anyway after this many seconds, 0 to 60; 0 by default. */
    public static final String WAIT_PARAMETER = "wait";

    /** UID of the ShardSet; a store that carries another one is refused. */
    public static final String ENV_SHARD_SET_UID = "SHARDWRIGHT_SHARDSET_UID";
    /** Name of the ShardSet. */
    public static final String ENV_SHARD_SET = "SHARDWRIGHT_SHARDSET";
    /** Namespace of the ShardSet. */
    public static final String ENV_NAMESPACE = "SHARDWRIGHT_NAMESPACE";
    /** Ordinal of this pod's shard. */
    public static final String ENV_SHARD = "SHARDWRIGHT_SHARD";
    /** Name of this pod. */
    public static final String ENV_POD = "SHARDWRIGHT_POD";
    /** Number of partitions, a power of two. */
    public static final String ENV_PARTITIONS = "SHARDWRIGHT_PARTITIONS";
    /** Where a request carries its key, in the form of {@link KeySource#parse}. */
    public static final String ENV_KEY_SOURCE = "SHARDWRIGHT_KEY_SOURCE";
    /** Folder of the pod's volume. */
    public static final String ENV_DATA_DIR = "SHARDWRIGHT_DATA_DIR";
    /** Where the operator mounts the pod's volume. */
    public static final String DATA_DIR = "/data";

    /** Request header that carries the key where the ShardSet says {@code Header}. */
    public static final String KEY_HEADER = "X-Shard-Key";
    /** Response header: ordinal of the shard that answered. */
    public static final String SHARD_HEADER = "X-Shard";
    /** Response header: partition of the key. */
    public static final String PARTITION_HEADER = "X-Shard-Partition";
    /** Response header: the partition's own epoch at the shard that answered. Request header of the router: as known there. */
    public static final String EPOCH_HEADER = "X-Shard-Epoch";
    /** Response header: role of the replica that answered, see {@link Role}. */
    public static final String ROLE_HEADER = "X-Shard-Role";
    /** Response header of a write: {@code quorum}, {@code local} or {@code none}. */
    public static final String ACK_HEADER = "X-Shard-Ack";
    /** How often one request may be forwarded from shard to shard. */
    public static final int MAX_HOPS = 3;

    private Contract() {}

    /** Name of the headless Service and StatefulSet of a shard; its pods are {@code <name>-0}, {@code <name>-1}, … */
    public static String shardName(String shardSet, int shard) {
        return shardSet + "-" + shard;
    }

    /** Number of a pod's place among the replicas of its shard, from 0. */
    public static int place(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    /** DNS name, within the namespace, of a pod of a shard: {@code <pod>.<headless service>}. */
    public static String podHost(String pod) {
        int dash = pod.lastIndexOf('-');
        if (dash <= 0) {
            throw new IllegalArgumentException("'" + pod + "' is not the name of a StatefulSet's pod");
        }
        return pod + "." + pod.substring(0, dash);
    }
}
