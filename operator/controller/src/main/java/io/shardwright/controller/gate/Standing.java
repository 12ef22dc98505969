package io.shardwright.controller.gate;

import io.shardwright.contract.Member;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a shard with a leader stands: which of its voters could carry it on.
 *
 * <p>A voter is in order if its pod answers as leader or follower, is ready since {@link #READY_FOR}, isn't being deleted,
 * has applied all but {@link #CLOSE} entries of what the leader has, and has answered the leader within {@link #HEARD}. The
 * leader has to lead since {@link #READY_FOR}: until then what it says of the others is what its first round of messages
 * found.
 *
 * @param leader its answer, confirmed by a majority
 * @param at when it was observed
 */
public record Standing(ObservedShard shard, ShardStatus leader, Instant at) {
    /** How long a pod has to be ready, or to lead, before it counts: one that ends right after its start isn't back. */
    public static final Duration READY_FOR = Duration.ofSeconds(3);

    /**
     * How many entries a replica may be behind the leader. The two are asked at different moments of a round, so a busy
     * shard always shows some; the leader sends this many in less than a second.
     */
    public static final long CLOSE = 5_000;

    /**
     * How long a leader may not have heard from a voter. Leaders send at least every 750 ms; to a pod that was made anew, once
     * its new address has come around.
     */
    public static final Duration HEARD = Duration.ofMillis(1_500);

    /** The standing of a shard that has a leader. */
    public static Optional<Standing> of(ObservedShard shard, Instant at) {
        return shard.leader().map(leader -> new Standing(shard, leader, at));
    }

    /** How many of n voters are a majority: ⌊n ÷ 2⌋ + 1. */
    static int majority(int voters) {
        return voters / 2 + 1;
    }

    /** The voters that are in order. */
    public List<Member> inOrder() {
        return leader.members().stream()
                .filter(member -> amiss(member).isEmpty())
                .toList();
    }

    /** What is amiss with the first voter that isn't in order, by its pod; empty if all are. */
    public Optional<String> amiss() {
        return leader.members().stream()
                .flatMap(member -> amiss(member).stream())
                .findFirst();
    }

    private Optional<String> amiss(Member member) {
        var replica = shard.replicas().stream()
                .filter(there -> there.pod().equals(member.pod()))
                .findFirst();
        return replica.isEmpty() ? Optional.of(member.pod() + " is gone") : amiss(replica.get());
    }

    /** What keeps a replica from being a voter in order; empty if nothing does. */
    public Optional<String> amiss(Replica replica) {
        return switch (replica.answer()) {
            case Answer.Silent(String why) -> Optional.of("%s: %s".formatted(replica.pod(), why));
            case Answer.Answered(ShardStatus status) ->
                ofPod(replica).or(() -> ofMember(status)).map(what -> replica.pod() + " " + what);
        };
    }

    private Optional<String> ofPod(Replica replica) {
        var facts = replica.facts();
        if (facts.filter(PodFacts::deleting).isPresent()) {
            return Optional.of("is being replaced");
        }
        if (facts.filter(pod -> !pod.isReady()).isPresent()) {
            return Optional.of("isn't ready");
        }
        return facts.filter(pod -> at.isBefore(pod.since().plus(READY_FOR)))
                .map(pod -> "is ready for less than %d s".formatted(READY_FOR.toSeconds()));
    }

    private Optional<String> ofMember(ShardStatus status) {
        boolean votes =
                leader.members().stream().anyMatch(member -> member.peer().equals(status.peer()))
                        && (status.role() == Role.LEADER || status.role() == Role.FOLLOWER);
        if (!votes) {
            return Optional.of("doesn't vote");
        }
        long behind = leader.appliedIndex() - status.appliedIndex();
        if (behind > CLOSE) {
            return Optional.of("is %d entries behind".formatted(behind));
        }
        return status.peer().equals(leader.peer()) ? ofLeader() : ofFollower(status.peer());
    }

    private Optional<String> ofLeader() {
        Long leads = leader.roleMillis();
        return leads == null || leads >= READY_FOR.toMillis()
                ? Optional.empty()
                : Optional.of("leads for less than %d s".formatted(READY_FOR.toSeconds()));
    }

    private Optional<String> ofFollower(String peer) {
        if (leader.followers().isEmpty()) {
            return Optional.empty(); // The application doesn't say whom its leaders hear.
        }
        var heard = leader.followers().stream()
                .filter(follower -> follower.peer().equals(peer))
                .findFirst();
        return heard.isEmpty()
                ? Optional.of("isn't known to its leader yet")
                : heard.filter(follower -> follower.silentMillis() >= HEARD.toMillis())
                        .map(silent -> "hasn't answered its leader for %d ms".formatted(silent.silentMillis()));
    }

    /** Whether a change of members has begun and isn't over: groups have an odd number of voters, and nobody else listens. */
    public boolean changesMembers() {
        return leader.members().size() % 2 == 0
                || shard.replicas().stream().anyMatch(replica -> replica.is(Role.LEARNER) && hasNoVoter(replica));
    }

    /** Whether no voter is on record under this pod's name: it isn't one that comes back with an empty volume. */
    private boolean hasNoVoter(Replica replica) {
        return leader.members().stream().noneMatch(member -> member.pod().equals(replica.pod()));
    }

    /** Whether a pod is on its way out, or one that has its successor's template already isn't back. */
    public boolean restarts() {
        return shard.replicas().stream().anyMatch(this::restarts);
    }

    private boolean restarts(Replica replica) {
        return replica.facts()
                .filter(pod -> pod.leaves()
                        || (isMixed() && isUpdated(pod) && amiss(replica).isPresent()))
                .isPresent();
    }

    private boolean isMixed() {
        return shard.replicas().stream()
                .flatMap(replica -> replica.facts().stream())
                .anyMatch(pod -> !isUpdated(pod));
    }

    private boolean isUpdated(PodFacts pod) {
        return shard.set().updateRevision().filter(pod.revision()::equals).isPresent();
    }
}
