package io.shardwright.sample.server.peers;

import io.shardwright.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Who led the other shards when they last answered: a first guess that saves a hop, and nothing more. */
public final class ShardLeaders {
    private final PodDirectory pods;
    private final ConcurrentHashMap<Integer, HostPort> leaders = new ConcurrentHashMap<>();

    /** Creates it over a directory of pods. */
    public ShardLeaders(PodDirectory pods) {
        this.pods = pods;
    }

    /** The pods of a shard in the order in which to try them; empty while none is known. */
    public List<HostPort> candidates(int shard) {
        HostPort leader = leaders.get(shard);
        if (leader != null) {
            // The others are looked up only when the leader fails, and then it is no longer known.
            return List.of(leader);
        }
        return new ArrayList<>(pods.shard(shard));
    }

    /** Takes note of what an answer says of its shard's leader. */
    public void learn(PeerClient.Answer answer) {
        var shard = answer.number(Contract.SHARD_HEADER);
        answer.header(PeerClient.LEADER_HEADER).ifPresent(pod -> {
            if (shard.isPresent()) {
                leaders.put((int) shard.getAsLong(), pods.management(pod));
            }
        });
    }

    /** This pod didn't answer. Returns whether it was taken for the leader, so that others are worth a try. */
    public boolean failed(int shard, HostPort pod) {
        return leaders.remove(shard, pod);
    }
}
