package io.shardwright.sample.server.raft;

import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.sample.server.identity.Membership;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.ShardLog;
import io.shardwright.sample.server.peers.TermProbe;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this replica comes to its group and how the group's members change.
 *
 * <p>A replica founds a group only on an order that lists its own peer id among the founders, and joins one only on an order
 * that lists it without founding. It remembers either before it acts, so that a restart goes on the same way; a volume that
 * was emptied has a new peer id, is in no founding order, and can only join.
 */
public final class ShardGroup implements ShardLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardGroup.class);

    private final Volume.Own volume;
    private final String shardSetUid;
    private final Function<Volume.Own, RaftNode.Setup> setup;
    private final TermProbe probe;
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable RaftNode node;
    private volatile @Nullable GroupChanges changes;
    private volatile boolean closed;

    /**
     * Creates it; {@link #resume} goes on where the last process stopped.
     *
     * @param setup gives what a node is started with
     */
    public ShardGroup(
            Volume.Own volume, String shardSetUid, Function<Volume.Own, RaftNode.Setup> setup, TermProbe probe) {
        this.volume = volume;
        this.shardSetUid = shardSetUid;
        this.setup = setup;
        this.probe = probe;
    }

    /** The node, or null while this replica belongs to no group. */
    public @Nullable RaftNode node() {
        return node;
    }

    @Override
    public boolean isLeader() {
        RaftNode current = node;
        return current != null && current.isLeader();
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        RaftNode current = node;
        return current == null ? CompletableFuture.failedFuture(noGroup()) : current.submit(command);
    }

    @Override
    public CompletableFuture<Long> readIndex() {
        RaftNode current = node;
        return current == null ? CompletableFuture.failedFuture(noGroup()) : current.readIndex();
    }

    private static NotLeaderException noGroup() {
        return new NotLeaderException("this replica belongs to no group yet");
    }

    /** Starts the node if this replica belongs to a group already. */
    public void resume() throws IOException {
        if (volume.membership() != null) {
            start();
        }
    }

    /**
     * Takes the operator's order; idempotent. Returns before the members have changed.
     *
     * @throws IllegalArgumentException if the order is for another ShardSet
     * @throws IOException if the volume can't be written or the group can't be started
     */
    public void order(MembersOrder order) throws IOException {
        if (!order.shardSetUid().equals(shardSetUid)) {
            throw new IllegalArgumentException("the order is for the ShardSet with uid " + order.shardSetUid()
                    + ", this pod's volume belongs to " + shardSetUid);
        }
        String peer = volume.identity().peer();
        boolean listed = order.voters().stream().anyMatch(m -> m.peer().equals(peer));
        starting.lock();
        try {
            if (node == null && listed && !closed) {
                if (volume.membership() == null) {
                    become(order);
                }
                start();
            }
        } finally {
            starting.unlock();
        }
        approach(order.voters());
    }

    private void become(MembersOrder order) throws IOException {
        MembersOrder.Bootstrap bootstrap = order.bootstrap();
        volume.remember(
                bootstrap == null ? Membership.joining() : Membership.founding(order.voters(), bootstrap.ranges()));
        LOG.atInfo()
                .addKeyValue("peer", volume.identity().peer())
                .addKeyValue("founder", bootstrap != null)
                .log("becoming a member");
    }

    private void start() throws IOException {
        starting.lock();
        try {
            RaftNode started = RaftNode.start(setup.apply(volume));
            changes = started.changes(probe);
            node = started;
        } finally {
            starting.unlock();
        }
    }

    /** As the leader, changes voters one after the other until they are the wanted ones. */
    private void approach(List<Member> wanted) {
        RaftNode leader = node;
        GroupChanges change = changes;
        if (leader == null || change == null || !leader.isLeader() || wanted.isEmpty()) {
            return;
        }
        Thread.ofVirtual().name("members").start(() -> {
            try {
                boolean changed = true;
                while (changed && leader.isLeader()) {
                    changed = change.approach(wanted);
                }
            } catch (IOException e) {
                // The operator orders again; the next try starts from what is then.
                LOG.atWarn().addKeyValue("why", e.getMessage()).log("voters not changed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** As the leader, founds the shard's ownership if that hasn't been done; call it whenever leadership may have come. */
    public void foundIfLeader(boolean founded) {
        RaftNode leader = node;
        Membership membership = volume.membership();
        if (founded
                || leader == null
                || membership == null
                || membership.founders().isEmpty()
                || !leader.isLeader()) {
            return;
        }
        try {
            leader.submit(new Command.Init(membership.ranges())).get();
            LOG.atInfo().addKeyValue("ranges", membership.ranges()).log("founded the shard");
        } catch (ExecutionException e) {
            LOG.atWarn().addKeyValue("why", Cause.of(e).getMessage()).log("not founded yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Hands the leadership to another replica.
     *
     * @param atAnyRate whether this process ends
     * @return false where no other voter answers
     */
    public boolean stepDown(boolean atAnyRate) throws IOException, InterruptedException {
        GroupChanges change = changes;
        RaftNode leader = node;
        if (change == null || leader == null || !leader.isLeader()) {
            throw new NotLeaderException("this replica doesn't lead the shard");
        }
        return change.stepDown(atAnyRate);
    }

    /**
     * How many voters this replica can reach, itself among them, but without that peer; 0 where it belongs to no group. Who asks
     * that may make it the leader, so it connects anew to those that it has found.
     */
    public int reached(String withoutPeer) throws InterruptedException {
        GroupChanges change = changes;
        RaftNode current = node;
        if (change == null || current == null) {
            return 0;
        }
        int reached = change.reached(withoutPeer);
        current.connectAnew();
        return reached;
    }

    @Override
    public void close() throws IOException {
        starting.lock();
        try {
            closed = true;
            RaftNode last = node;
            if (last != null) {
                last.close();
            }
        } finally {
            starting.unlock();
        }
    }
}
