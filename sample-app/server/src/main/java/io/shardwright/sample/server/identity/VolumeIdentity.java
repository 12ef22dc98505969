package io.shardwright.sample.server.identity;

/**
 * Whose volume this is.
 *
 * @param shardSetUid uid of the ShardSet
 * @param shard ordinal of the shard
 * @param peer UUID of this replica: a new volume is a new peer, whatever its pod is called
 */
public record VolumeIdentity(String shardSetUid, int shard, String peer) {}
