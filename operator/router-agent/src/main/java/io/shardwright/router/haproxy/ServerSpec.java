package io.shardwright.router.haproxy;

import io.shardwright.router.view.Endpoint;

/**
 * A server of a backend: one pod at one address.
 *
 * @param shard the shard that it serves
 * @param name unique in the backend: pod and address, because a pod made anew is another server
 * @param address IP address
 * @param weight 0 to 256; 0 takes no new requests
 * @param serving whether the cluster says that it takes requests; if not, HAProxy waits until its own check says so
 */
record ServerSpec(int shard, String name, String address, int weight, boolean serving) {
    /** Weight of a leader, and of every replica where the leader isn't known. The largest that HAProxy knows. */
    static final int LEADER_WEIGHT = 256;
    /** Weight of the others: enough to be there when the leader isn't, too little to matter otherwise. */
    static final int FOLLOWER_WEIGHT = 1;
    /** Weight of a pod that is going away. */
    static final int LEAVING_WEIGHT = 0;

    static ServerSpec of(int shard, Endpoint endpoint, int weight) {
        String name = endpoint.pod() + "_" + endpoint.address().replace(':', '-');
        return new ServerSpec(shard, name, endpoint.address(), weight, endpoint.serving());
    }

    /** Name of its backend. */
    String backend() {
        return Backends.name(shard);
    }
}
