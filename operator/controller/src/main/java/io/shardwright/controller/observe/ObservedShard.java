package io.shardwright.controller.observe;

import io.shardwright.contract.Member;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A shard that exists in the cluster.
 *
 * @param nodeClass name of the class it was created for; empty if for none
 * @param volume granted to each of its replicas: that of the claim template, or a size that was granted since
 * @param replicas one for each place, in the order of their pods' numbers
 * @param deleting whether its StatefulSet is being deleted
 * @param set its StatefulSet and claims
 */
public record ObservedShard(
        ShardId shard,
        Optional<String> nodeClass,
        Volume volume,
        List<Replica> replicas,
        boolean deleting,
        SetFacts set) {
    public ObservedShard {
        replicas = List.copyOf(replicas);
    }

    /** One of which nothing but its replicas is known. */
    public ObservedShard(
            ShardId shard, Optional<String> nodeClass, Volume volume, List<Replica> replicas, boolean deleting) {
        this(shard, nodeClass, volume, replicas, deleting, SetFacts.UNKNOWN);
    }

    /** The volume claim of a replica's place, if it exists. */
    public Optional<SetFacts.Claim> claimOf(Replica replica) {
        return set.claims().stream()
                .filter(claim -> claim.pod().equals(replica.pod()))
                .findFirst();
    }

    /** What its StatefulSet asks for, for each new replica; that never changes as long as the StatefulSet is there. */
    public Volume template() {
        return set.grownFrom()
                .map(size -> new Volume(size, volume.storageClass()))
                .orElse(volume);
    }

    /** What each of its volumes surely has by now: as the smallest one, and as granted where no claim is known. */
    public Volume volumeByNow() {
        return replicas.stream()
                .flatMap(replica -> claimOf(replica).stream())
                .flatMap(claim -> claim.volume().stream())
                .flatMap(claimed -> claimed.capacity().stream())
                .min(Comparator.comparingLong(ClaimedVolume::bytes))
                .map(size -> new Volume(size, volume.storageClass()))
                .orElse(volume);
    }

    /** How many of the replicas are a majority: ⌊n ÷ 2⌋ + 1. */
    public int majority() {
        return replicas.size() / 2 + 1;
    }

    /** What the replicas said that answered at all. */
    public Stream<ShardStatus> statuses() {
        return replicas.stream().map(Replica::status).flatMap(Optional::stream);
    }

    /**
     * The status of the leader, confirmed by a majority. Two may claim it for a moment; then the later term counts.
     * Empty: nobody can speak for the shard.
     */
    public Optional<ShardStatus> leader() {
        return statuses()
                .filter(status -> status.role() == Role.LEADER && status.confirmed())
                .max(Comparator.comparingLong(ShardStatus::term));
    }

    /** The replica that gave {@link #leader()}. */
    public Optional<Replica> leaderReplica() {
        return leader().flatMap(leader -> replicas.stream()
                .filter(replica -> replica.pod().equals(leader.pod()))
                .findFirst());
    }

    /** Replicas that are voters of the group and answered. */
    public long votersPresent() {
        return leader().map(ShardStatus::members).orElse(List.of()).stream()
                .filter(member -> statuses().anyMatch(status -> status.peer().equals(member.peer())))
                .count();
    }

    /** The replica that has this peer's volume, if it answered. */
    public Optional<Replica> replicaOf(Member member) {
        return replicas.stream()
                .filter(replica -> replica.status()
                        .filter(status -> status.peer().equals(member.peer()))
                        .isPresent())
                .findFirst();
    }

    /**
     * Whether a majority surely holds nothing: of the voters, as far as any replica knows them; of the replicas where there
     * is no group yet. A replica that is still to join holds nothing and proves nothing.
     */
    public boolean majorityHoldsNothing() {
        var voters = leader().map(ShardStatus::members)
                .or(() -> statuses().map(ShardStatus::members).max(Comparator.comparingInt(List::size)))
                .orElse(List.of());
        if (voters.isEmpty()) {
            return replicas.stream().filter(Replica::holdsNothing).count() >= majority();
        }
        long empty = voters.stream()
                .filter(voter -> replicaOf(voter).filter(Replica::holdsNothing).isPresent())
                .count();
        return empty >= voters.size() / 2 + 1;
    }
}
