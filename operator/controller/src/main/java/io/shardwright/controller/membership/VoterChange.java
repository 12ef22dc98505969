package io.shardwright.controller.membership;

import io.shardwright.contract.Member;
import io.shardwright.contract.Role;
import io.shardwright.controller.gate.Standing;
import io.shardwright.controller.observe.Replica;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The next step of a shard's group towards the number of voters that is wanted. */
public sealed interface VoterChange {
    /** Go on to these voters. */
    record Voters(List<Member> next) implements VoterChange {
        public Voters {
            next = List.copyOf(next);
        }
    }

    /** The leader is the last of those that have to go: it hands over first. */
    record HandOver() implements VoterChange {}

    /**
     * The step that is due; empty if there is none, or if pods have to come up first.
     *
     * <p>One voter at a time, since a group of n + 1 or n − 1 voters bears as many failures as one of n, if n is odd. With one
     * exception: a group of two needs both, so a group of one goes on to three in one order, once both newcomers answer;
     * and a group of three whose voters are all in order goes on to one.
     *
     * <p>Voters that have to go do so in this order: those that aren't in order, then the highest place; the leader last, after
     * it has handed over.
     *
     * @param wanted how many replicas the shard should have: those at the places below
     */
    static Optional<VoterChange> next(Standing standing, int wanted) {
        var voters = standing.leader().members();
        var newcomers = newcomers(standing, wanted);
        int needed = voters.size() == 1 ? 2 : 1;
        if (voters.size() < wanted || lacks(voters, wanted)) {
            return newcomers.size() < needed
                    ? Optional.empty()
                    : Optional.of(new Voters(
                            Stream.concat(voters.stream(), newcomers.stream().limit(needed))
                                    .toList()));
        }
        return voters.size() > wanted ? fewer(standing, wanted) : Optional.empty();
    }

    /** Whether a wanted place has no voter, although there are enough voters elsewhere. */
    private static boolean lacks(List<Member> voters, int wanted) {
        return voters.size() == wanted && voters.stream().anyMatch(voter -> ReplicaPlaces.place(voter) >= wanted);
    }

    /** Replicas at wanted places that answer and where no voter is on record, by place. */
    private static List<Member> newcomers(Standing standing, int wanted) {
        var voters = standing.leader().members();
        return standing.shard().replicas().stream()
                .filter(replica -> replica.place() < wanted)
                .sorted(Comparator.comparingInt(Replica::place))
                .flatMap(replica -> replica.status().stream())
                .filter(status -> status.role() != Role.REFUSED)
                .filter(status -> voters.stream().noneMatch(voter -> voter.pod().equals(status.pod())))
                .map(status -> new Member(status.peer(), status.pod()))
                .toList();
    }

    private static Optional<VoterChange> fewer(Standing standing, int wanted) {
        var voters = standing.leader().members();
        var inOrder = standing.inOrder();
        var leaving = voters.stream()
                .filter(voter -> ReplicaPlaces.place(voter) >= wanted)
                .toList();
        if (leaving.isEmpty()) {
            return Optional.empty();
        }
        String leader = standing.leader().peer();
        var first = leaving.stream()
                .filter(voter -> !voter.peer().equals(leader))
                .min(Comparator.comparing((Member voter) -> inOrder.contains(voter))
                        .thenComparing(ReplicaPlaces::place, Comparator.reverseOrder()));
        if (first.isEmpty()) {
            return Optional.of(new HandOver());
        }
        boolean allAtOnce = wanted == 1
                && inOrder.size() == voters.size()
                && leaving.stream().noneMatch(voter -> voter.peer().equals(leader));
        var next = new ArrayList<>(voters);
        next.removeAll(allAtOnce ? leaving : List.of(first.get()));
        return Optional.of(new Voters(next));
    }
}
