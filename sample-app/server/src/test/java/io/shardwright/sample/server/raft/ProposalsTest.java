package io.shardwright.sample.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.state.Outcome;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;

/** A command is proposed, the leadership is lost, and the log goes on. */
class ProposalsTest {
    private static final Outcome DONE = new Outcome.Founded();

    private final Proposals proposals = new Proposals();

    private TransactionContext transaction(ClientId client, long callId) {
        return TransactionContext.newBuilder()
                .setStateMachine(new BaseStateMachine())
                .setClientRequest(RaftClientRequest.newBuilder()
                        .setClientId(client)
                        .setServerId(RaftPeerId.valueOf("peer"))
                        .setGroupId(RaftGroupId.valueOf(new UUID(1, 2)))
                        .setCallId(callId)
                        .setMessage(Message.valueOf("command"))
                        .setType(RaftClientRequest.writeRequestType())
                        .build())
                .build();
    }

    /** Appends a command at an index, and gives the log entry. */
    private LogEntryProto append(Proposals.Proposal proposal, long index) {
        TransactionContext transaction = transaction(proposals.client(), proposal.callId);
        proposals.appending(transaction, proposal.callId);
        return transaction.initLogEntry(3, index);
    }

    private LogEntryProto foreign(long index) {
        return transaction(ClientId.randomId(), 1).initLogEntry(4, index);
    }

    private static void assertSurelyLost(Proposals.Proposal proposal) {
        assertThatThrownBy(() -> proposal.result.get(1, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NotLeaderException.class);
    }

    private static void assertUncertain(Proposals.Proposal proposal) {
        assertThatThrownBy(() -> proposal.result.get(1, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UncertainException.class);
    }

    @Test
    void aCommandThatWasNeverAppendedIsSurelyLost() {
        var proposal = proposals.begin();
        proposals.refused(proposal, "not the leader");
        assertSurelyLost(proposal);
    }

    @Test
    void anAppendedCommandStaysOpenUntilItsPlaceInTheLogIsApplied() throws Exception {
        var proposal = proposals.begin();
        LogEntryProto entry = append(proposal, 10);
        proposals.refused(proposal, "not the leader any more");
        assertThat(proposal.result).isNotDone();
        proposals.applied(foreign(9), DONE);
        assertThat(proposal.result).isNotDone();
        proposals.applied(entry, DONE);
        assertThat(proposal.result.get(1, TimeUnit.SECONDS)).isEqualTo(DONE);
    }

    @Test
    void anotherEntryInItsPlaceMeansThatItIsLost() {
        var proposal = proposals.begin();
        append(proposal, 10);
        proposals.refused(proposal, "not the leader any more");
        proposals.applied(foreign(10), DONE);
        assertSurelyLost(proposal);
    }

    @Test
    void anotherEntryInItsPlaceMeansThatItIsLostThoughItCameFirst() {
        var proposal = proposals.begin();
        append(proposal, 10);
        proposals.passed(10);
        assertThat(proposal.result).isNotDone();
        proposals.refused(proposal, "not the leader any more");
        assertSurelyLost(proposal);
    }

    @Test
    void aSnapshotOverItsPlaceLeavesItUncertain() {
        var before = proposals.begin();
        append(before, 10);
        proposals.refused(before, "not the leader any more");
        var after = proposals.begin();
        append(after, 11);
        proposals.jumped(20);
        proposals.refused(after, "not the leader any more");
        assertUncertain(before);
        assertUncertain(after);
    }

    @Test
    void aCommandThatTakesTooLongIsUncertain() {
        var proposal = proposals.begin();
        append(proposal, 10);
        proposals.expire(proposal);
        assertUncertain(proposal);
    }
}
