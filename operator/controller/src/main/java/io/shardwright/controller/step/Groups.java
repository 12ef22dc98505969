package io.shardwright.controller.step;

import static java.util.stream.Collectors.toMap;

import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.gate.DisruptionGate;
import io.shardwright.controller.gate.Standing;
import io.shardwright.controller.gate.Verdict;
import io.shardwright.controller.membership.VoterChange;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.ShardOwnership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The replicated groups of the shards: who founds one, and who belongs to it later.
 *
 * <p>A group is founded once. Its founding members are on record in the PartitionMap before any of them is told so; from
 * then on only these peers, known by the ids on their volumes, can found it. A group whose record exists and whose volumes
 * are gone isn't founded again: its data is lost, and that is for people to decide.
 *
 * <p>Membership changes by one voter at a time, and only while a majority of the present voters would remain reachable
 * without the one that goes: with n voters, ⌊n ÷ 2⌋ + 1 of them.
 */
final class Groups {
    private Groups() {}

    /**
     * The members to put on record for a shard that has none on record; empty while that can't be said yet.
     *
     * @param wanted how many replicas found a group: with more or fewer places it waits until these have followed
     */
    static Optional<List<String>> toRecord(ObservedShard shard, int wanted) {
        var existing = shard.leader().map(ShardStatus::members).filter(members -> !members.isEmpty());
        if (existing.isPresent()) {
            return existing.map(
                    members -> members.stream().map(Member::peer).sorted().toList());
        }
        var waiting = shard.replicas().stream()
                .filter(replica -> replica.is(Role.WAITING))
                .toList();
        var peers = peers(waiting);
        return waiting.size() == wanted && waiting.size() == shard.replicas().size() && peers.size() == waiting.size()
                ? Optional.of(peers)
                : Optional.empty();
    }

    private static List<String> peers(List<Replica> replicas) {
        return replicas.stream()
                .flatMap(replica -> replica.status().stream())
                .map(ShardStatus::peer)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether all replicas say that they belong to no group. */
    static boolean waits(ObservedShard shard) {
        return !shard.replicas().isEmpty() && shard.replicas().stream().allMatch(replica -> replica.is(Role.WAITING));
    }

    /**
     * Whether the group can't have a majority again: every replica there is says that it has an empty volume, and too few of them
     * are founding members, who may not have been told yet.
     *
     * <p>Whoever joined or left since isn't on record, and needn't be: a volume that ever belonged to the group says so, and then
     * nothing is lost by this rule. So it doesn't matter how many replicas there were when it was founded, or are now.
     */
    static boolean lost(ObservedShard shard, ShardOwnership recorded) {
        if (recorded.group().isEmpty() || shard.leader().isPresent() || !waits(shard)) {
            return false;
        }
        long founders = peers(shard.replicas()).stream()
                .filter(recorded.group()::contains)
                .count();
        return founders < recorded.group().size() / 2 + 1;
    }

    /** The order to send to the pods of a shard whose founding members are on record; empty if it needs none. */
    static Optional<Step.OrderMembers> order(Observed observed, ObservedShard shard, ShardOwnership recorded) {
        if (recorded.group().isEmpty() || lost(shard, recorded)) {
            return Optional.empty();
        }
        var leader = shard.leader();
        return leader.isPresent()
                ? change(observed, shard, leader.get(), recorded)
                : founding(observed, shard, recorded);
    }

    /** Founding members that don't know of their group yet are told; the others have it on their volumes. */
    private static Optional<Step.OrderMembers> founding(
            Observed observed, ObservedShard shard, ShardOwnership recorded) {
        var known = shard.statuses()
                .flatMap(status ->
                        Stream.concat(Stream.of(new Member(status.peer(), status.pod())), status.members().stream()))
                .filter(member -> recorded.group().contains(member.peer()))
                .collect(toMap(Member::peer, member -> member, (first, second) -> first, TreeMap::new));
        boolean someoneWaits = shard.statuses()
                .anyMatch(status ->
                        status.role() == Role.WAITING && recorded.group().contains(status.peer()));
        if (known.size() < recorded.group().size() || !someoneWaits) {
            return Optional.empty();
        }
        return Optional.of(
                orderOf(observed, shard, List.copyOf(known.values()), new MembersOrder.Bootstrap(recorded.ranges())));
    }

    /** Repairs: a voter whose volume is new takes its old place, and a member that doesn't know of its group is told. */
    private static Optional<Step.OrderMembers> change(
            Observed observed, ObservedShard shard, ShardStatus leader, ShardOwnership recorded) {
        var voters = new ArrayList<>(leader.members());
        var stranger = shard.replicas().stream()
                .flatMap(replica -> replica.status().stream())
                .filter(status -> status.role() != Role.REFUSED && !isVoter(voters, status))
                .filter(status -> voters.stream().anyMatch(voter -> voter.pod().equals(status.pod())))
                .findFirst();
        if (stranger.isPresent()) {
            var joining = new Member(stranger.get().peer(), stranger.get().pod());
            voters.removeIf(member -> member.pod().equals(joining.pod()));
            if (reachable(shard, voters) < leader.members().size() / 2 + 1) {
                return Optional.empty();
            }
            voters.add(joining);
            return Optional.of(orderOf(observed, shard, voters, null));
        }
        var uninformed = shard.replicas().stream()
                .flatMap(replica -> replica.status().stream())
                .filter(status -> status.role() == Role.WAITING && isVoter(voters, status))
                .findFirst();
        return uninformed.map(status -> orderOf(
                observed,
                shard,
                voters,
                recorded.group().contains(status.peer()) ? new MembersOrder.Bootstrap(recorded.ranges()) : null));
    }

    /** What comes of an edit of the number of replicas. */
    sealed interface Next {
        /** Send this order. */
        record Do(Step.Order order) implements Next {}

        /** Wait, and for what. */
        record Waits(String why) implements Next {}
    }

    /** The planned change that is due in a shard that is founded and needs no repair. */
    static Optional<Next> planned(Observed observed, ObservedShard shard, DisruptionGate gate) {
        var standing = Standing.of(shard, observed.at());
        if (standing.isEmpty() || needsRepair(shard, standing.get().leader())) {
            return Optional.empty();
        }
        return VoterChange.next(standing.get(), observed.spec().replicasPerShard())
                .flatMap(change -> switch (change) {
                    case VoterChange.Voters(List<Member> next) ->
                        verdict(
                                gate.changeMembers(shard.shard(), next),
                                Optional.of(orderOf(observed, shard, next, null)));
                    case VoterChange.HandOver handOver ->
                        verdict(
                                gate.handOver(shard.shard()),
                                shard.leaderReplica()
                                        .flatMap(Replica::address)
                                        .map(address -> new Step.StepDown(shard.shard(), address)));
                });
    }

    private static Optional<Next> verdict(Verdict verdict, Optional<? extends Step.Order> order) {
        return switch (verdict) {
            case Verdict.Allowed allowed -> order.map(Next.Do::new);
            case Verdict.Waits(var reason, String why) -> Optional.of(new Next.Waits(why));
        };
    }

    private static boolean needsRepair(ObservedShard shard, ShardStatus leader) {
        return shard.statuses()
                .filter(status -> status.role() != Role.REFUSED)
                .filter(status ->
                        leader.members().stream().anyMatch(voter -> voter.pod().equals(status.pod())))
                .anyMatch(status -> status.role() == Role.WAITING || !isVoter(leader.members(), status));
    }

    private static Step.OrderMembers orderOf(
            Observed observed, ObservedShard shard, List<Member> voters, MembersOrder.@Nullable Bootstrap bootstrap) {
        return new Step.OrderMembers(
                shard.shard(), new MembersOrder(observed.identity(), voters, bootstrap), addresses(shard));
    }

    private static boolean isVoter(List<Member> voters, ShardStatus status) {
        return voters.stream().anyMatch(member -> member.peer().equals(status.peer()));
    }

    private static long reachable(ObservedShard shard, List<Member> voters) {
        return voters.stream()
                .filter(member -> shard.replicaOf(member).isPresent())
                .count();
    }

    private static List<PodAddress> addresses(ObservedShard shard) {
        return shard.replicas().stream()
                .filter(replica -> replica.status().isPresent() && !replica.is(Role.REFUSED))
                .flatMap(replica -> replica.address().stream())
                .toList();
    }
}
