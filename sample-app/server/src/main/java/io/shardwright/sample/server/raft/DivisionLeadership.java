package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.peers.PodDirectory;
import java.util.Collection;
import java.util.List;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;

/**
 * The leadership as Ratis tells it.
 *
 * @param group the group
 * @param pods names the pods of peers
 */
record DivisionLeadership(RaftServer.Division group, PodDirectory pods) implements Leadership {
    @Override
    public String self() {
        return group.getId().toString();
    }

    @Override
    public boolean isLeader() {
        return group.getInfo().isLeader() && group.getInfo().isLeaderReady();
    }

    @Override
    public long term() {
        return group.getInfo().getCurrentTerm();
    }

    @Override
    public long committed() {
        return group.getRaftLog().getLastCommittedIndex();
    }

    @Override
    public List<Voter> voters() {
        return voters(group.getRaftConf().getCurrentPeers());
    }

    @Override
    public List<Voter> previousVoters() {
        return voters(group.getRaftConf().getPreviousPeers());
    }

    private List<Voter> voters(Collection<RaftPeer> peers) {
        return peers.stream()
                .map(p -> new Voter(p.getId().toString(), pods.podAt(p.getAddress())))
                .toList();
    }
}
