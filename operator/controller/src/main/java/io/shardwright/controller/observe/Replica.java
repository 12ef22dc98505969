package io.shardwright.controller.observe;

import io.shardwright.contract.Contract;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.shardcalls.PodAddress;
import java.util.Optional;

/**
 * A pod of a shard, or the place of one that is missing.
 *
 * @param pod its name
 * @param address empty while it has no IP address
 * @param answer to the question for its status
 * @param claimBound whether its volume claim has a volume; without one it holds nothing
 * @param facts empty if there is no pod, or nothing but its answer is known
 */
public record Replica(
        String pod, Optional<PodAddress> address, Answer answer, boolean claimBound, Optional<PodFacts> facts) {

    /** One of which nothing but its answer is known. */
    public Replica(String pod, Optional<PodAddress> address, Answer answer, boolean claimBound) {
        this(pod, address, answer, claimBound, Optional.empty());
    }

    /** The number of its place, from 0. */
    public int place() {
        return Contract.place(pod);
    }

    /** What it said; empty if it was silent. */
    public Optional<ShardStatus> status() {
        return switch (answer) {
            case Answer.Answered(ShardStatus status) -> Optional.of(status);
            case Answer.Silent silent -> Optional.empty();
        };
    }

    /** Whether it answered with this role. */
    public boolean is(Role role) {
        return status().map(ShardStatus::role).filter(role::equals).isPresent();
    }

    /** Whether it surely holds nothing: it said so itself, or it never had a volume. Silence is no answer. */
    public boolean holdsNothing() {
        return status().map(status -> status.role() != Role.REFUSED && status.ownsNothing())
                .orElse(!claimBound);
    }
}
