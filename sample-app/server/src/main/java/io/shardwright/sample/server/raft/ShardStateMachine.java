package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CommandCodec;
import io.shardwright.sample.server.state.Outcome;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;

/** Applies the group's log to the shard's state, tells proposers the outcome, and takes and loads snapshots. */
final class ShardStateMachine extends BaseStateMachine {
    private final ReplicatedState state;
    private final Proposals proposals;
    private final GroupEvents events;
    private final RaftSettings settings;
    private final SnapshotFolder snapshots = new SnapshotFolder();
    private final ReentrantLock progress = new ReentrantLock();
    private final Condition advanced = progress.newCondition();
    private long bytesSinceSnapshot;
    private long snapshotIndex;

    ShardStateMachine(ReplicatedState state, Proposals proposals, GroupEvents events, RaftSettings settings) {
        this.state = state;
        this.proposals = proposals;
        this.events = events;
        this.settings = settings;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        super.initialize(server, groupId, storage);
        snapshots.init(storage);
        load();
        getLifeCycle().startAndTransition(() -> {});
    }

    /**
     * Starts from the latest snapshot, whose later entries Ratis applies again. The state itself may be ahead of it, and then
     * stays; it is behind only where it was lost or where a snapshot was received just before the process ended.
     */
    private void load() throws IOException {
        var latest = snapshots.latest();
        if (latest != null) {
            if (state.appliedIndex() < latest.at().getIndex()) {
                state.replaceBy(latest.path());
            }
            setLastAppliedTermIndex(latest.at());
            snapshotIndex = latest.at().getIndex();
            bytesSinceSnapshot = 0;
        }
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        snapshots.look();
        load();
        getLifeCycle().startAndTransition(() -> {});
        long index = getLastAppliedTermIndex().getIndex();
        proposals.jumped(index);
        signalProgress();
        events.snapshotLoaded(index);
    }

    @Override
    public SnapshotFolder getStateMachineStorage() {
        return snapshots;
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .setStateMachineContext(request.getCallId())
                .build();
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        if (transaction.getStateMachineContext() instanceof Long callId) {
            proposals.appending(transaction, callId);
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
        Command command = CommandCodec.decode(bytes);
        Outcome outcome = state.apply(entry.getTerm(), entry.getIndex(), command);
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        proposals.applied(entry, outcome);
        signalProgress();
        events.applied(command, outcome);
        countTowardsSnapshot(entry.getIndex(), bytes.length);
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    private void countTowardsSnapshot(long index, int bytes) {
        bytesSinceSnapshot += bytes;
        if (bytesSinceSnapshot >= settings.snapshotBytes() || index - snapshotIndex >= settings.snapshotEntries()) {
            bytesSinceSnapshot = 0;
            snapshotIndex = index;
            events.snapshotDue();
        }
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex at = getLastAppliedTermIndex();
        if (at.getIndex() < 1) {
            return at.getIndex();
        }
        snapshots.add(at, state::snapshotTo);
        return at.getIndex();
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        super.notifyTermIndexUpdated(term, index);
        state.advance(term, index);
        proposals.passed(index);
        signalProgress();
    }

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        events.membersChanged();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        events.leaderChanged();
    }

    @Override
    public void notifyLeaderReady() {
        events.leaderChanged();
    }

    @Override
    public void close() {
        getLifeCycle().checkStateAndClose(() -> {});
    }

    /**
     * Waits until an index is applied here.
     *
     * @param nanos how long at most
     * @return whether it is
     */
    boolean awaitApplied(long index, long nanos) throws InterruptedException {
        if (getLastAppliedTermIndex().getIndex() >= index) {
            return true;
        }
        long left = nanos;
        progress.lockInterruptibly();
        try {
            while (getLastAppliedTermIndex().getIndex() < index) {
                if (left <= 0) {
                    return false;
                }
                left = advanced.awaitNanos(left);
            }
            return true;
        } finally {
            progress.unlock();
        }
    }

    private void signalProgress() {
        progress.lock();
        try {
            advanced.signalAll();
        } finally {
            progress.unlock();
        }
    }
}
