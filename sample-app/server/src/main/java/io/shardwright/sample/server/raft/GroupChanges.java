package io.shardwright.sample.server.raft;

import io.shardwright.contract.Member;
import io.shardwright.sample.server.peers.PeerTerm;
import io.shardwright.sample.server.peers.PodDirectory;
import io.shardwright.sample.server.peers.TermProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the leader changes about its group: one voter at a time, and who leads. Ratis lets a new voter catch up before the
 * change takes effect.
 */
public final class GroupChanges {
    private static final Logger LOG = LoggerFactory.getLogger(GroupChanges.class);
    private static final Duration PROBE = Duration.ofMillis(800);
    private static final Duration REACH = Duration.ofMillis(1_500);
    /** How long a leader that goes on otherwise looks for a successor. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** How long one that is about to end does. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(8);

    private static final Duration AGAIN = Duration.ofMillis(300);
    private static final long DRAIN_MILLIS = 2_000;
    private static final long TRANSFER_MILLIS = 3_000;
    private static final long CHANGE_SECONDS = 120;

    private final RaftServer server;
    private final RaftServer.Division group;
    private final PodDirectory pods;
    private final TermProbe probe;
    private final LongSupplier callIds;
    private final SubmitGate gate;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    GroupChanges(
            RaftServer server,
            RaftServer.Division group,
            PodDirectory pods,
            TermProbe probe,
            LongSupplier callIds,
            SubmitGate gate) {
        this.server = server;
        this.group = group;
        this.pods = pods;
        this.probe = probe;
        this.callIds = callIds;
        this.gate = gate;
    }

    /**
     * Makes at most one change towards the wanted voters; blocks until it took effect. Does nothing while another change runs.
     *
     * <p>A wanted voter comes first, in place of an unwanted one of the same pod; then unwanted voters go, this leader last.
     *
     * @return whether a change was made
     */
    public boolean approach(List<Member> wanted) throws IOException, InterruptedException {
        if (!oneAtATime.tryLock()) {
            return false;
        }
        try {
            List<RaftPeer> current = List.copyOf(group.getRaftConf().getCurrentPeers());
            List<RaftPeer> next = nextStep(current, wanted);
            if (next.equals(current)) {
                return false;
            }
            if (next.stream().noneMatch(p -> p.getId().equals(group.getId()))) {
                return stepDownLocked(false);
            }
            change(current, next);
            return true;
        } finally {
            oneAtATime.unlock();
        }
    }

    private List<RaftPeer> nextStep(List<RaftPeer> current, List<Member> wanted) {
        List<RaftPeer> next = new ArrayList<>(current);
        for (Member member : wanted) {
            boolean isVoter =
                    current.stream().anyMatch(p -> p.getId().toString().equals(member.peer()));
            if (!isVoter && answersAs(member)) {
                RaftPeer peer = RaftNode.peer(member, pods);
                next.removeIf(p -> p.getAddress().equals(peer.getAddress()) && !isWanted(p, wanted));
                next.add(peer);
                return next;
            }
        }
        boolean allWantedIn = wanted.stream()
                .allMatch(
                        m -> current.stream().anyMatch(p -> p.getId().toString().equals(m.peer())));
        if (!allWantedIn) {
            return current;
        }
        List<RaftPeer> unwanted = current.stream()
                .filter(p -> !isWanted(p, wanted))
                .sorted(Comparator.comparing((RaftPeer p) -> p.getId().equals(group.getId()))
                        .thenComparing(p -> p.getId().toString()))
                .toList();
        if (!unwanted.isEmpty()) {
            next.remove(unwanted.getFirst());
        }
        return next;
    }

    private static boolean isWanted(RaftPeer peer, List<Member> wanted) {
        return wanted.stream().anyMatch(m -> m.peer().equals(peer.getId().toString()));
    }

    /** Whether the member's pod is up, with its volume and the group started, so that it could catch up. */
    private boolean answersAs(Member member) {
        try {
            PeerTerm term = probe.ask(member.pod(), PROBE);
            return term.peer().equals(member.peer()) && term.isStarted();
        } catch (IOException e) {
            return false;
        }
    }

    private void change(List<RaftPeer> current, List<RaftPeer> next) throws IOException, InterruptedException {
        LOG.atInfo()
                .addKeyValue("from", ids(current))
                .addKeyValue("to", ids(next))
                .log("changing the voters");
        var arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(current)
                .setServersInNewConf(next)
                .build();
        await(
                server.setConfigurationAsync(new SetConfigurationRequest(
                        ClientId.randomId(),
                        server.getId(),
                        group.getMemberId().getGroupId(),
                        callIds.getAsLong(),
                        arguments)),
                TimeUnit.SECONDS.toMillis(CHANGE_SECONDS));
        LOG.atInfo().addKeyValue("voters", ids(next)).log("changed the voters");
    }

    private List<String> ids(List<RaftPeer> peers) {
        return peers.stream()
                .map(p ->
                        pods.podAt(p.getAddress()) + "/" + p.getId().toString().substring(0, 8))
                .toList();
    }

    /**
     * Hands the leadership to the voter with the longest log among those that reach a majority without this one: a voter that
     * has come back lately may not be found by its name yet, and this one is about to go. Commands that come meanwhile are held off, and those under way are waited for, so
     * that none ends in doubt.
     *
     * @param atAnyRate whether this process ends: then it waits longer for such a voter, and in the end takes the longest log
     * @return whether another replica leads now; false where there is no other voter that answers
     * @throws IOException if no other voter reaches a majority yet, or the change failed
     */
    public boolean stepDown(boolean atAnyRate) throws IOException, InterruptedException {
        if (!oneAtATime.tryLock(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IOException("the group's voters are being changed: ask again when that is done");
        }
        try {
            return stepDownLocked(atAnyRate);
        } finally {
            oneAtATime.unlock();
        }
    }

    private boolean stepDownLocked(boolean atAnyRate) throws IOException, InterruptedException {
        RaftPeer successor = successor(atAnyRate);
        if (successor == null) {
            return false;
        }
        try {
            gate.close(DRAIN_MILLIS);
            await(
                    server.transferLeadershipAsync(new TransferLeadershipRequest(
                            ClientId.randomId(),
                            server.getId(),
                            group.getMemberId().getGroupId(),
                            callIds.getAsLong(),
                            successor.getId(),
                            TRANSFER_MILLIS)),
                    TRANSFER_MILLIS + 1_000);
            LOG.atInfo().addKeyValue("to", pods.podAt(successor.getAddress())).log("handed over the leadership");
            return true;
        } finally {
            gate.open();
        }
    }

    private @org.jspecify.annotations.Nullable RaftPeer successor(boolean atAnyRate)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + (atAnyRate ? LAST_PATIENCE : PATIENCE).toNanos();
        while (true) {
            List<RaftPeer> candidates = byLog();
            for (RaftPeer candidate : candidates) {
                if (reachesMajority(candidate)) {
                    return candidate;
                }
            }
            if (candidates.isEmpty()) {
                return null;
            }
            if (System.nanoTime() > end) {
                if (atAnyRate) {
                    return candidates.getFirst();
                }
                throw new IOException("no other voter reaches a majority without this one yet: ask again");
            }
            Thread.sleep(AGAIN);
        }
    }

    private boolean reachesMajority(RaftPeer candidate) {
        int voters = group.getRaftConf().getCurrentPeers().size();
        try {
            int reached = probe.reached(
                    pods.podAt(candidate.getAddress()), group.getId().toString(), REACH);
            return reached >= Math.min(voters / 2 + 1, voters - 1);
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("peer", candidate.getId())
                    .addKeyValue("why", e.getMessage())
                    .log("no successor yet: it doesn't say whom it reaches");
            return false;
        }
    }

    /** How many voters answer this replica, itself among them, but without that peer. */
    public int reached(String withoutPeer) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = executor.invokeAll(group.getRaftConf().getCurrentPeers().stream()
                    .filter(peer -> !peer.getId().toString().equals(withoutPeer))
                    .<Callable<Boolean>>map(peer -> () -> peer.getId().equals(group.getId())
                            || probe.ask(pods.podAt(peer.getAddress()), PROBE)
                                    .peer()
                                    .equals(peer.getId().toString()))
                    .toList());
            return (int) answers.stream()
                    .filter(answer -> answer.state() == Future.State.SUCCESS && answer.resultNow())
                    .count();
        }
    }

    /** The other voters that answer, the longest log first. */
    private List<RaftPeer> byLog() {
        record Candidate(RaftPeer peer, PeerTerm term) {}
        List<Candidate> candidates = new ArrayList<>();
        for (RaftPeer peer : group.getRaftConf().getCurrentPeers()) {
            if (peer.getId().equals(group.getId())) {
                continue;
            }
            try {
                PeerTerm term = probe.ask(pods.podAt(peer.getAddress()), PROBE);
                if (term.peer().equals(peer.getId().toString())) {
                    candidates.add(new Candidate(peer, term));
                }
            } catch (IOException e) {
                LOG.atDebug()
                        .addKeyValue("peer", peer.getId())
                        .addKeyValue("why", e.getMessage())
                        .log("no successor: it doesn't answer");
            }
        }
        candidates.sort(Comparator.comparingLong((Candidate c) -> c.term().lastTerm())
                .thenComparingLong(c -> c.term().lastIndex())
                .reversed());
        return candidates.stream().map(Candidate::peer).toList();
    }

    private static void await(CompletableFuture<RaftClientReply> future, long millis)
            throws IOException, InterruptedException {
        try {
            RaftClientReply reply = future.get(millis, TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) {
                throw new IOException(
                        "the group refused: " + reply.getException().getMessage(), reply.getException());
            }
        } catch (ExecutionException e) {
            throw new IOException("the group failed: " + Cause.of(e).getMessage(), Cause.of(e));
        } catch (TimeoutException e) {
            throw new IOException("the group didn't answer within " + millis + " ms", e);
        }
    }
}
