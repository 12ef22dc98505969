package io.shardwright.sample.server.move;

/** The other shards of the ShardSet. */
public interface Peers {
    /** The shard with this ordinal; it is reached, or not, only when it is called. */
    PeerShard shard(int ordinal);
}
