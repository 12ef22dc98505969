package io.shardwright.sample.server.raft;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/**
 * The connections as Ratis keeps them.
 *
 * @param server this replica
 * @param group its group
 */
record DivisionConnections(RaftServer server, RaftServer.Division group) implements PeerConnections.Group {
    @Override
    public Set<String> others() {
        return group.getRaftConf().getCurrentPeers().stream()
                .filter(peer -> !peer.getId().equals(group.getId()))
                .map(peer -> peer.getId().toString())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean leads() {
        return group.getInfo().isLeader();
    }

    @Override
    public long leaderSilentMillis() {
        // Of a leader that isn't known, Ratis says that it was heard just now.
        RoleInfoProto role = group.getInfo().getRoleInfoProto();
        return role.hasFollowerInfo() && group.getInfo().getLeaderId() != null
                ? role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs()
                : Long.MAX_VALUE;
    }

    @Override
    public Map<String, Long> silentMillis() {
        return group.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                .collect(Collectors.toMap(
                        follower -> follower.getId().getId().toStringUtf8(),
                        follower -> follower.getLastRpcElapsedTimeMs()));
    }

    @Override
    public void disconnect(String peer) {
        server.getServerRpc().handleException(RaftPeerId.valueOf(peer), new IOException("connecting anew"), true);
    }
}
