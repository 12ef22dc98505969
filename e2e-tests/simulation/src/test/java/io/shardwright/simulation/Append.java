package io.shardwright.simulation;

import io.shardwright.contract.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A leader's message to another replica.
 *
 * @param previous index of the entry before the first one sent, of term {@code previousTerm}
 * @param commit index up to which the leader has committed
 * @param round the last round of confirmation that was asked for; an answer confirms the leader up to it
 * @param snapshot the state where the log no longer reaches back far enough, else null
 */
record Append(
        String from,
        String fromPeer,
        long term,
        long previous,
        long previousTerm,
        List<Entry> entries,
        long commit,
        long round,
        @Nullable Snapshot snapshot) {

    /** A state as of the last entry that the sender's log has forgotten. */
    record Snapshot(MemoryStorage state, long base, long baseTerm, List<Member> voters) {}

    long last() {
        return previous + entries.size();
    }
}
