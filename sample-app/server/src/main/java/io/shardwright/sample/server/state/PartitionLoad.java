package io.shardwright.sample.server.state;

/**
 * What a shard stores of a partition, owned or not.
 *
 * @param keys number of keys
 * @param bytes bytes of keys and values
 */
public record PartitionLoad(long keys, long bytes) {
    static final PartitionLoad NONE = new PartitionLoad(0, 0);

    PartitionLoad plus(long moreKeys, long moreBytes) {
        return new PartitionLoad(keys + moreKeys, bytes + moreBytes);
    }
}
