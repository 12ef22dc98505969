package io.shardwright.sample.server.raft;

import io.shardwright.contract.Member;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.sample.server.identity.Membership;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.ShardLog;
import io.shardwright.sample.server.peers.PeerTerm;
import io.shardwright.sample.server.peers.PodDirectory;
import io.shardwright.sample.server.peers.TermProbe;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CommandCodec;
import io.shardwright.sample.server.state.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/** This replica's part in the shard's Raft group, from the moment it founds or joins it. */
public final class RaftNode implements ShardLog, AutoCloseable {
    private static final long COMMIT_MILLIS = 6_000;

    private final RaftServer server;
    private final RaftServer.Division group;
    private final RaftGroupId groupId;
    private final PodDirectory pods;
    private final Proposals proposals;
    private final ShardStateMachine machine;
    private final ReadIndexRounds reads;
    private final PeerConnections connections;
    private final SubmitGate gate = new SubmitGate();

    private RaftNode(Started started, PodDirectory pods, TermProbe probe, RaftSettings settings) {
        this.server = started.server();
        this.group = started.group();
        this.groupId = started.group().getMemberId().getGroupId();
        this.pods = pods;
        this.proposals = started.proposals();
        this.machine = started.machine();
        this.reads = new ReadIndexRounds(new DivisionLeadership(group, pods), probe);
        this.connections = new PeerConnections(
                new DivisionConnections(server, group),
                settings.electionMillis(),
                System::nanoTime,
                Thread::startVirtualThread);
    }

    private record Started(
            RaftServer server, RaftServer.Division group, Proposals proposals, ShardStateMachine machine) {}

    /**
     * What a node is started with.
     *
     * @param group id of the group
     * @param port where to listen for the other replicas
     * @param volume this replica's volume, its membership remembered
     * @param pods where the others are
     * @param state what the log is applied to
     * @param events who is told
     * @param probe how to ask another replica for its term
     * @param settings how Ratis is set up
     */
    public record Setup(
            UUID group,
            int port,
            Volume.Own volume,
            PodDirectory pods,
            ReplicatedState state,
            GroupEvents events,
            TermProbe probe,
            RaftSettings settings) {}

    /**
     * Starts the group here, or goes on with it after a restart.
     *
     * @throws IOException if the log can't be opened or the port is taken
     */
    public static RaftNode start(Setup setup) throws IOException {
        Membership membership = setup.volume().membership();
        if (membership == null) {
            throw new IllegalStateException("the replica belongs to no group");
        }
        RaftGroupId groupId = RaftGroupId.valueOf(setup.group());
        List<RaftPeer> founders =
                membership.founders().stream().map(m -> peer(m, setup.pods())).toList();
        Proposals proposals = new Proposals();
        ShardStateMachine machine = new ShardStateMachine(setup.state(), proposals, setup.events(), setup.settings());
        RaftPeerId self = RaftPeerId.valueOf(setup.volume().identity().peer());
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, new PeerGuard(self));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(self)
                .setParameters(parameters)
                .setStateMachine(machine)
                .setGroup(RaftGroup.valueOf(groupId, founders))
                // Formats where there is no log yet. Volume has refused one that should have a log and doesn't.
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(setup.settings().properties(setup.volume().raft(), setup.port()))
                .build();
        server.start();
        RaftNode node = new RaftNode(
                new Started(server, server.getDivision(groupId), proposals, machine),
                setup.pods(),
                setup.probe(),
                setup.settings());
        if (!membership.started()) {
            setup.volume().remember(membership.asStarted());
        }
        return node;
    }

    static RaftPeer peer(Member member, PodDirectory pods) {
        return RaftPeer.newBuilder()
                .setId(member.peer())
                .setAddress(pods.peer(member.pod()).toString())
                .build();
    }

    @Override
    public boolean isLeader() {
        return info().isLeader() && info().isLeaderReady();
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        if (!gate.enter()) {
            return CompletableFuture.failedFuture(
                    new NotLeaderException("this replica is handing over the leadership"));
        }
        Proposals.Proposal proposal = proposals.begin();
        proposal.result.whenComplete((outcome, error) -> gate.leave());
        var message = Message.valueOf(UnsafeByteOperations.unsafeWrap(CommandCodec.encode(command)));
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(proposals.client())
                .setServerId(server.getId())
                .setGroupId(groupId)
                .setCallId(proposal.callId)
                .setMessage(message)
                .setType(RaftClientRequest.writeRequestType())
                .build();
        try {
            server.submitClientRequestAsync(request).whenComplete((reply, error) -> settle(proposal, reply, error));
        } catch (IOException | RuntimeException e) {
            proposals.refused(proposal, String.valueOf(e.getMessage()));
        }
        CompletableFuture.delayedExecutor(COMMIT_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> proposals.expire(proposal));
        return proposal.result;
    }

    private void settle(Proposals.Proposal proposal, @Nullable RaftClientReply reply, @Nullable Throwable error) {
        if (error != null) {
            proposals.refused(proposal, String.valueOf(error.getMessage()));
        } else if (reply != null && !reply.isSuccess()) {
            proposals.refused(proposal, String.valueOf(reply.getException()));
        }
    }

    @Override
    public CompletableFuture<Long> readIndex() {
        return reads.next().thenApplyAsync(this::applied, Thread::startVirtualThread);
    }

    private long applied(long index) {
        try {
            if (!machine.awaitApplied(index, TimeUnit.MILLISECONDS.toNanos(COMMIT_MILLIS))) {
                throw new CompletionException(new NotLeaderException("this replica lags in applying its log"));
            }
            return index;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(new NotLeaderException("this replica is shutting down"));
        }
    }

    /** What this replica is to the group. */
    public Role role() {
        if (group.getRaftConf().getPeer(group.getId()) == null) {
            return Role.LEARNER;
        }
        return switch (info().getCurrentRole()) {
            case LEADER -> Role.LEADER;
            case CANDIDATE -> Role.CANDIDATE;
            case LISTENER -> Role.LEARNER;
            default -> Role.FOLLOWER;
        };
    }

    /** The highest term seen here. */
    public long term() {
        return info().getCurrentTerm();
    }

    /** Index of the last entry applied here. */
    public long appliedIndex() {
        return machine.getLastAppliedTermIndex().getIndex();
    }

    /** The pod that this replica takes for the leader, or null. */
    public @Nullable String leaderPod() {
        RaftPeerId leader = info().getLeaderId();
        RaftPeer peer = leader == null ? null : group.getRaftConf().getPeer(leader);
        return peer == null ? null : pods.podAt(peer.getAddress());
    }

    /** The voters, sorted by pod. */
    public List<Member> members() {
        return group.getRaftConf().getCurrentPeers().stream()
                .map(p -> new Member(p.getId().toString(), pods.podAt(p.getAddress())))
                .sorted(java.util.Comparator.comparing(Member::pod).thenComparing(Member::peer))
                .toList();
    }

    /** The other voters as this leader hears them; empty where it doesn't lead. */
    public List<ShardStatus.Follower> followers() {
        return new DivisionConnections(server, group)
                .silentMillis().entrySet().stream()
                        .map(heard -> new ShardStatus.Follower(heard.getKey(), heard.getValue()))
                        .sorted(java.util.Comparator.comparing(ShardStatus.Follower::peer))
                        .toList();
    }

    /** For how long this replica has been in its role, in milliseconds. */
    public long roleMillis() {
        return info().getRoleInfoProto().getRoleElapsedTimeMs();
    }

    /** How far this replica is, for the others. */
    public PeerTerm progress() {
        TermIndex last = group.getRaftLog().getLastEntryTermIndex();
        return new PeerTerm(
                group.getId().toString(),
                term(),
                last == null ? 0 : last.getTerm(),
                last == null ? 0 : last.getIndex());
    }

    /** Connects anew where it may lead to where a peer was before; to be called about every half second. */
    public void lookAfterConnections() {
        connections.look();
    }

    /** Connects anew to all peers, since this replica may be about to lead. */
    public void connectAnew() {
        connections.renewAll();
    }

    /** Whether the group's threads are up. */
    public boolean isAlive() {
        return info().getLifeCycleState().isRunning() || info().isAlive();
    }

    /** Takes a snapshot soon and lets go of the log behind it. */
    public void takeSnapshot() {
        server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                proposals.client(), server.getId(), groupId, proposals.nextCallId(), 60_000));
    }

    /** Index of the first entry that the log still has. */
    public long logStart() {
        return group.getRaftLog().getStartIndex();
    }

    /** Changes of the group's voters and of its leader. */
    public GroupChanges changes(TermProbe probe) {
        return new GroupChanges(server, group, pods, probe, proposals::nextCallId, gate);
    }

    private DivisionInfo info() {
        return group.getInfo();
    }

    @Override
    public void close() throws IOException {
        reads.close();
        server.close();
    }
}
