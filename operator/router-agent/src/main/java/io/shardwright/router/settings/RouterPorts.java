package io.shardwright.router.settings;

import io.shardwright.contract.Contract;

/**
 * The ports of a router and of the shards' pods.
 *
 * @param users where HAProxy takes users' requests
 * @param haproxyMetrics where HAProxy shows its own metrics
 * @param status where the agent answers probes and shows its metrics
 * @param shardData where a shard's pod takes requests
 * @param shardManagement where a shard's pod speaks the contract
 */
public record RouterPorts(int users, int haproxyMetrics, int status, int shardData, int shardManagement) {
    /** The ports in a pod. */
    public static final RouterPorts IN_POD =
            new RouterPorts(8080, 8404, 8082, Contract.DATA_PORT, Contract.MANAGEMENT_PORT);
}
