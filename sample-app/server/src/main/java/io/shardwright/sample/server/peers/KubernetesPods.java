package io.shardwright.sample.server.peers;

import io.shardwright.contract.Contract;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds pods by the DNS names of the shards' headless Services, which list pods that aren't ready too. */
public final class KubernetesPods implements PodDirectory {
    private final String shardSet;

    /**
     * Creates the directory of one ShardSet.
     *
     * @param shardSet its name
     */
    public KubernetesPods(String shardSet) {
        this.shardSet = shardSet;
    }

    @Override
    public HostPort peer(String pod) {
        return new HostPort(Contract.podHost(pod), Contract.PEER_PORT);
    }

    @Override
    public HostPort management(String pod) {
        return new HostPort(Contract.podHost(pod), Contract.MANAGEMENT_PORT);
    }

    @Override
    public List<HostPort> shard(int shard) {
        try {
            List<HostPort> pods = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(Contract.shardName(shardSet, shard))) {
                pods.add(new HostPort(address.getHostAddress(), Contract.MANAGEMENT_PORT));
            }
            Collections.shuffle(pods);
            return pods;
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Override
    public String podAt(String peerAddress) {
        int dot = peerAddress.indexOf('.');
        return dot < 0 ? peerAddress : peerAddress.substring(0, dot);
    }
}
