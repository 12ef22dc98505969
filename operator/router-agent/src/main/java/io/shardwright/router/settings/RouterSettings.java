package io.shardwright.router.settings;

import io.shardwright.contract.Contract;
import io.shardwright.contract.KeySource;
import io.shardwright.contract.Partitioner;
import io.shardwright.router.files.RouterFiles;
import java.util.Map;

/**
 * What the operator tells a router.
 *
 * @param namespace of the ShardSet
 * @param shardSet name of the ShardSet
 * @param shardSetUid uid of the ShardSet; maps of another one are ignored
 * @param partitions number of partitions, a power of two
 * @param keySource where requests carry their key
 * @param files shared with HAProxy
 * @param ports of the router and the shards
 */
public record RouterSettings(
        String namespace,
        String shardSet,
        String shardSetUid,
        int partitions,
        KeySource keySource,
        RouterFiles files,
        RouterPorts ports) {
    public RouterSettings {
        Partitioner.requirePowerOfTwo(partitions);
    }

    /**
     * Reads the environment of the agent's container.
     *
     * @throws IllegalArgumentException naming the variable that is missing or can't be read
     */
    public static RouterSettings of(Map<String, String> environment) {
        return new RouterSettings(
                required(environment, Contract.ENV_NAMESPACE),
                required(environment, Contract.ENV_SHARD_SET),
                required(environment, Contract.ENV_SHARD_SET_UID),
                partitions(required(environment, Contract.ENV_PARTITIONS)),
                keySource(required(environment, Contract.ENV_KEY_SOURCE)),
                new RouterFiles(RouterFiles.FOLDER),
                RouterPorts.IN_POD);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static int partitions(String text) {
        try {
            int partitions = Integer.parseInt(text);
            Partitioner.requirePowerOfTwo(partitions);
            return partitions;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Contract.ENV_PARTITIONS + " is '" + text + "': it must be a power of two from 1 to "
                            + Partitioner.MAX_PARTITIONS,
                    e);
        }
    }

    private static KeySource keySource(String text) {
        try {
            return KeySource.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Contract.ENV_KEY_SOURCE + ": " + e.getMessage(), e);
        }
    }
}
