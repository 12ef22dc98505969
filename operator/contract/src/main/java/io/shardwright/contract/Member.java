package io.shardwright.contract;

import java.util.Objects;

/**
 * A replica as a member of its shard's group. The peer id lives on the volume; the pod's name only says where to find it.
 *
 * @param peer UUID on the replica's volume
 * @param pod name of the pod that has the volume
 */
public record Member(String peer, String pod) {
    public Member {
        Objects.requireNonNull(peer);
        Objects.requireNonNull(pod);
    }
}
