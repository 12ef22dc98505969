package io.shardwright.controller.membership;

import io.shardwright.contract.Contract;
import io.shardwright.contract.Member;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.SetFacts.Claim;
import java.util.List;

/**
 * How many places for replicas a shard has, while its group follows an edit of their number.
 *
 * <p>Growing: the places come first, with empty volumes, and their replicas join afterwards; what an earlier place left behind
 * has to be gone before. Shrinking: a place goes when a
 * leader that a majority confirms no longer counts it among the voters, and then its volume, so that a later growth begins with
 * an empty one and a new peer.
 */
public final class ReplicaPlaces {
    private ReplicaPlaces() {}

    /**
     * How many places an existing shard has to have now.
     *
     * @param wanted by the specification
     * @param founded whether its founding members are on record: until then nothing is lost with a place
     */
    public static int now(ObservedShard shard, int wanted, boolean founded) {
        int places = shard.replicas().size();
        if (places < wanted) {
            return leftovers(shard).isEmpty() ? wanted : places;
        }
        if (places == wanted || !founded) {
            return wanted;
        }
        int occupied = shard.leader()
                .map(leader -> 1
                        + leader.members().stream()
                                .mapToInt(ReplicaPlaces::place)
                                .max()
                                .orElse(places - 1))
                .orElse(places);
        return Math.clamp(occupied, wanted, places);
    }

    /**
     * Whether a shard with fewer places than are wanted may get another one. Where a voter that some replica knows lacks its
     * place, it isn't about growth: somebody has taken that away.
     *
     * @param founded whether its founding members are on record
     */
    public static boolean mayGrow(ObservedShard shard, boolean founded) {
        if (!founded) {
            return true;
        }
        var voters =
                shard.statuses().flatMap(status -> status.members().stream()).toList();
        return !voters.isEmpty()
                && voters.stream()
                        .allMatch(voter -> place(voter) < shard.replicas().size())
                && leftovers(shard).isEmpty();
    }

    /** The claims to delete: of places that are gone, without a pod, and on whose volumes the group doesn't count. */
    public static List<Claim> leftBehind(ObservedShard shard) {
        return beyond(shard).stream()
                .filter(claim -> !claim.inUse() && !claim.deleting())
                .toList();
    }

    /** Claims of places that are gone and have no voter. None as long as no leader says who the voters are. */
    private static List<Claim> beyond(ObservedShard shard) {
        return shard.leader().map(leader -> beyond(shard, leader.members())).orElse(List.of());
    }

    /**
     * Claims on which no place may be made again. While nobody leads, those of which no replica knows a voter: a place that is
     * missing for the group to have a majority isn't among them.
     */
    private static List<Claim> leftovers(ObservedShard shard) {
        var known =
                shard.statuses().flatMap(status -> status.members().stream()).toList();
        return known.isEmpty()
                ? List.of()
                : beyond(shard, shard.leader().map(ShardStatus::members).orElse(known));
    }

    private static List<Claim> beyond(ObservedShard shard, List<Member> voters) {
        return shard.set().claims().stream()
                .filter(claim -> Contract.place(claim.pod()) >= shard.replicas().size())
                .filter(claim -> voters.stream().noneMatch(voter -> voter.pod().equals(claim.pod())))
                .toList();
    }

    /** Whether the group has the voters that are wanted, at the places that are wanted and no others. */
    public static boolean isSettled(ObservedShard shard, int wanted) {
        return shard.replicas().size() == wanted
                && shard.leader()
                        .filter(leader -> leader.members().size() != wanted
                                || leader.members().stream().anyMatch(voter -> place(voter) >= wanted))
                        .isEmpty();
    }

    /** The number of the place that a voter's pod has. */
    static int place(Member member) {
        return Contract.place(member.pod());
    }
}
