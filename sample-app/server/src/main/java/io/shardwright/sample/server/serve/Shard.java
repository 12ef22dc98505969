package io.shardwright.sample.server.serve;

import io.shardwright.sample.server.raft.RaftNode;
import io.shardwright.sample.server.raft.ShardGroup;
import io.shardwright.sample.server.raft.WriteBatcher;
import io.shardwright.sample.server.state.ShardStore;
import org.jspecify.annotations.Nullable;

/**
 * This pod's shard as the front end sees it.
 *
 * @param ordinal the shard
 * @param pod this pod
 * @param partitions number of partitions
 * @param group the group and its log, joined or not
 * @param store the applied state
 * @param writes gathers writes for the log
 * @param changed raised when the leader or the ownership of partitions may be different
 */
public record Shard(
        int ordinal,
        String pod,
        int partitions,
        ShardGroup group,
        LiveStore store,
        WriteBatcher writes,
        Signal changed) {
    /** The applied state. */
    public ShardStore state() {
        return store.now();
    }

    /** Whether this replica leads the shard, as far as it knows. */
    public boolean leads() {
        return group.isLeader();
    }

    /** The pod that leads the shard as far as this replica knows, or null. */
    public @Nullable String leaderPod() {
        RaftNode node = group.node();
        return node == null ? null : node.leaderPod();
    }
}
