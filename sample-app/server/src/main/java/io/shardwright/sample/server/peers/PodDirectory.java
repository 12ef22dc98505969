package io.shardwright.sample.server.peers;

import java.util.List;

/** Where pods are. The operator names pods; this says how to reach one. */
public interface PodDirectory {
    /** Address that the Raft groups of a shard use for a pod of it. */
    HostPort peer(String pod);

    /** Management port of a pod. */
    HostPort management(String pod);

    /** Management ports of the pods of a shard, in an arbitrary order; empty while none is known. */
    List<HostPort> shard(int shard);

    /** The pod whose {@link #peer} has this text. */
    String podAt(String peerAddress);
}
