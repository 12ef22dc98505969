package io.shardwright.sample.server.config;

import io.shardwright.contract.Contract;
import io.shardwright.contract.KeySource;
import io.shardwright.contract.Partitioner;
import io.shardwright.sample.server.peers.KubernetesPods;
import io.shardwright.sample.server.peers.PodDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * What one server is told when it starts.
 *
 * @param shardSetUid uid of the ShardSet
 * @param shard ordinal of the shard
 * @param pod name of the pod
 * @param partitions number of partitions, a power of two
 * @param keySource where a request carries its key
 * @param dataDir folder of the volume
 * @param ports where to listen
 * @param pods where the other pods are
 */
public record ServerConfig(
        String shardSetUid,
        int shard,
        String pod,
        int partitions,
        KeySource keySource,
        Path dataDir,
        Ports ports,
        PodDirectory pods) {
    /**
     * Ports to listen on.
     *
     * @param data users' requests
     * @param management the contract
     * @param peer the Raft group
     */
    public record Ports(int data, int management, int peer) {
        /** The ports that the contract names. */
        public static final Ports CONTRACT =
                new Ports(Contract.DATA_PORT, Contract.MANAGEMENT_PORT, Contract.PEER_PORT);
    }

    /**
     * Reads the environment that the operator injects.
     *
     * @throws IllegalArgumentException naming the variable that is missing or can't be read
     */
    public static ServerConfig fromEnvironment(Map<String, String> environment) {
        int partitions = number(environment, Contract.ENV_PARTITIONS);
        Partitioner.requirePowerOfTwo(partitions);
        return new ServerConfig(
                text(environment, Contract.ENV_SHARD_SET_UID),
                number(environment, Contract.ENV_SHARD),
                text(environment, Contract.ENV_POD),
                partitions,
                KeySource.parse(environment.getOrDefault(Contract.ENV_KEY_SOURCE, "path:2")),
                Path.of(environment.getOrDefault(Contract.ENV_DATA_DIR, Contract.DATA_DIR)),
                Ports.CONTRACT,
                new KubernetesPods(text(environment, Contract.ENV_SHARD_SET)));
    }

    /** Id of the shard's Raft group: the same on every pod of the shard, different for every other shard and ShardSet. */
    public UUID groupId() {
        return UUID.nameUUIDFromBytes((shardSetUid + "/" + shard).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set: the operator sets it, see the shard contract");
        }
        return value;
    }

    private static int number(Map<String, String> environment, String name) {
        String value = text(environment, name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is '" + value + "': it must be a whole number", e);
        }
    }
}
