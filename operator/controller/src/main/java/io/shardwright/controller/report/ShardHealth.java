package io.shardwright.controller.report;

import io.shardwright.contract.Member;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Answer;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.Replica;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a shard does.
 *
 * @param state what that means for requests
 * @param reason one word, for machines; empty where all is well
 * @param message for people; empty where all is well
 */
record ShardHealth(ShardId shard, State state, String reason, String message) {

    /** The reason of a shard with a volume that can't serve. */
    static final String VOLUME_REFUSED = "VolumeRefused";

    /** For how long after it was created a shard may wait for its leader to be ready. */
    private static final Duration COMING = Duration.ofMinutes(3);

    /** What a shard's health means for requests. */
    enum State {
        /** It serves, with all of its replicas. */
        COMPLETE,
        /** It comes up for the first time. */
        STARTING,
        /** It serves with fewer replicas than asked for. */
        DEGRADED,
        /** It served before and doesn't now. */
        DOWN
    }

    /** The health of a shard that exists. */
    static ShardHealth of(Observed observed, ObservedShard shard) {
        var trouble = worstReplica(shard);
        boolean founded = observed.map()
                .flatMap(map -> map.entry(shard.shard()))
                .filter(entry -> !entry.group().isEmpty())
                .isPresent();
        if (shard.leader().isEmpty()) {
            boolean waits = shard.replicas().stream().allMatch(replica -> replica.is(Role.WAITING));
            var state = founded && !waits ? State.DOWN : State.STARTING;
            return trouble.map(t -> t.in(shard.shard(), state))
                    .orElse(new ShardHealth(
                            shard.shard(),
                            state,
                            founded ? "NoLeader" : "NotFounded",
                            founded ? "no replica is the leader" : "the group isn't founded yet"));
        }
        if (trouble.isPresent()) {
            return trouble.get().in(shard.shard(), State.DEGRADED);
        }
        var coming = shard.leaderReplica().filter(leader -> isComing(observed, shard, leader));
        if (coming.isPresent()) {
            return new ShardHealth(
                    shard.shard(),
                    State.STARTING,
                    "NotReady",
                    coming.get().pod() + " leads and isn't ready for requests yet");
        }
        return shard.votersPresent() == shard.leader().orElseThrow().members().size()
                ? new ShardHealth(shard.shard(), State.COMPLETE, "", "")
                : new ShardHealth(
                        shard.shard(),
                        State.DEGRADED,
                        "MembersChanging",
                        "%d of %d replicas are members"
                                .formatted(
                                        shard.votersPresent(),
                                        shard.leader().orElseThrow().members().size()));
    }

    /** Whether routers may not know yet that it takes requests. A pod that served isn't out for one probe that failed. */
    private static boolean isComing(Observed observed, ObservedShard shard, Replica leader) {
        return observed.at().isBefore(shard.set().created().plus(COMING))
                && leader.facts().filter(pod -> !pod.isReady()).isPresent();
    }

    private record Trouble(int severity, String reason, String message) {
        ShardHealth in(ShardId shard, State state) {
            return new ShardHealth(shard, state, reason, message);
        }
    }

    private static Optional<Trouble> worstReplica(ObservedShard shard) {
        var voters = shard.leader().map(ShardStatus::members);
        return shard.replicas().stream()
                .filter(replica -> replica.is(Role.REFUSED)
                        || voters.filter(known -> !isOneOf(known, replica)).isEmpty())
                .flatMap(replica -> trouble(replica).stream())
                .max(Comparator.comparingInt(Trouble::severity));
    }

    /** A replica that is still to join, or has left, makes no shard worse. */
    private static boolean isOneOf(List<Member> voters, Replica replica) {
        return voters.stream().anyMatch(voter -> voter.pod().equals(replica.pod()));
    }

    private static Optional<Trouble> trouble(Replica replica) {
        return switch (replica.answer()) {
            case Answer.Silent(String why) ->
                Optional.of(new Trouble(
                        1,
                        "ReplicaSilent",
                        replica.pod() + ": "
                                + replica.facts().flatMap(PodFacts::trouble).orElse(why)));
            case Answer.Answered(ShardStatus status) ->
                status.role() == Role.REFUSED
                        ? Optional.of(new Trouble(2, VOLUME_REFUSED, replica.pod() + ": " + status.refusal()))
                        : Optional.empty();
        };
    }
}
