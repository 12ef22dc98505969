package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.state.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Commands that were proposed here and whose fate isn't known yet.
 *
 * <p>Ratis answers "not the leader" alike for a command that it never appended and for one that it did append before it lost
 * the leadership. The difference decides whether a write may be retried, so it is tracked here: a command is appended once
 * the state machine saw it in {@code preAppendTransaction}, and then its place in the log is known. Whatever is applied at
 * that place, here as a follower, settles it: the command itself, or another entry, and then it is surely lost.
 */
final class Proposals {
    /** One command. Its result fails with {@link NotLeaderException} where it surely isn't applied. */
    static final class Proposal {
        final long callId;
        final CompletableFuture<Outcome> result = new CompletableFuture<>();
        private volatile @Nullable TransactionContext appended;

        private Proposal(long callId) {
            this.callId = callId;
        }
    }

    private final ClientId client = ClientId.randomId();
    private final ByteString clientBytes = client.toByteString();
    private final AtomicLong callIds = new AtomicLong();
    private final ConcurrentHashMap<Long, Proposal> open = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Proposal> doubtful = new ConcurrentSkipListMap<>();
    private volatile long applied = -1;
    private volatile long skipped = -1;

    /** Client id under which commands are proposed; new with every start of the process. */
    ClientId client() {
        return client;
    }

    long nextCallId() {
        return callIds.incrementAndGet();
    }

    Proposal begin() {
        Proposal proposal = new Proposal(nextCallId());
        open.put(proposal.callId, proposal);
        proposal.result.whenComplete((outcome, error) -> open.remove(proposal.callId));
        return proposal;
    }

    /** The command is about to get its place in the log; from here on it may be committed. */
    void appending(TransactionContext transaction, long callId) {
        Proposal proposal = open.get(callId);
        if (proposal != null) {
            proposal.appended = transaction;
        }
    }

    /** An entry was applied. Called in the order of the log. */
    void applied(LogEntryProto entry, Outcome outcome) {
        StateMachineLogEntryProto body = entry.getStateMachineLogEntry();
        if (body.getClientId().equals(clientBytes)) {
            Proposal own = open.get(body.getCallId());
            if (own != null) {
                own.result.complete(outcome);
            }
        }
        passed(entry.getIndex());
    }

    /** Whatever is at this index has been applied, be it a command or not. */
    void passed(long index) {
        applied = index;
        if (!doubtful.isEmpty()) {
            var settled = doubtful.headMap(index, true);
            settled.values().forEach(this::lost);
            settled.clear();
        }
    }

    /** A snapshot took the place of the entries up to this index; what was among them isn't known. */
    void jumped(long index) {
        skipped = index;
        applied = index;
        doubtful.values().forEach(p -> uncertain(p, "a snapshot replaced the entry"));
        doubtful.clear();
    }

    /** Ratis refused the command or gave it up. */
    void refused(Proposal proposal, String why) {
        TransactionContext transaction = proposal.appended;
        if (transaction == null) {
            proposal.result.completeExceptionally(new NotLeaderException(why));
            return;
        }
        LogEntryProto entry = transaction.getLogEntry();
        if (entry == null) {
            uncertain(proposal, why);
            return;
        }
        long index = entry.getIndex();
        doubtful.put(index, proposal);
        if (applied >= index) {
            if (skipped >= index) {
                uncertain(proposal, why);
            } else {
                lost(proposal);
            }
            doubtful.remove(index, proposal);
        }
    }

    /** Gives up waiting. */
    void expire(Proposal proposal) {
        uncertain(proposal, "not committed in time");
    }

    private void lost(Proposal proposal) {
        proposal.result.completeExceptionally(new NotLeaderException(
                "the leadership was lost, and another entry took the command's place in the log"));
    }

    private static void uncertain(Proposal proposal, String why) {
        proposal.result.completeExceptionally(new UncertainException(why));
    }
}
