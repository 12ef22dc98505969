package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.move.NotLeaderException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/**
 * Read indexes (Ongaro, "Consensus: Bridging Theory and Practice", section 6.4): proof, for one very moment, that nobody else
 * leads the group, so that a read of what is committed here is linearizable. Reads that wait at the same time share a round.
 *
 * <p>A round notes the commit index and then asks other voters for their terms. Once replicas that form a majority of every
 * configuration in force have answered with no higher term than this leader's, no leader of a higher term can have been
 * elected before the round began: its voters would be a majority too, and would have entered that term. The round therefore
 * needs one answer in a group of three; a slow voter is backed up by the next after {@link #HEDGE}.
 *
 * <p>Ratis has a read index of its own. It isn't used, because it answers at once where the commit index hasn't risen since
 * it was last confirmed, and lets a read join a confirmation that began before the read: a leader that was paused or cut
 * off while another took over could answer with an old value. {@code ReadIndexHeartbeats}, 3.3.0.
 */
final class ReadIndexRounds implements AutoCloseable {
    static final Duration HEDGE = Duration.ofMillis(30);
    private static final Duration ROUND = Duration.ofMillis(1_500);

    private final RaftServer.Division group;
    private final TermProbe probe;
    private final java.util.function.Function<RaftPeer, String> podOf;
    private final BlockingQueue<CompletableFuture<Long>> waiting = new LinkedBlockingQueue<>();
    private final Thread runner;
    private volatile @Nullable RaftPeerId preferred;

    ReadIndexRounds(RaftServer.Division group, TermProbe probe, java.util.function.Function<RaftPeer, String> podOf) {
        this.group = group;
        this.probe = probe;
        this.podOf = podOf;
        this.runner = Thread.ofVirtual().name("read-index").start(this::run);
    }

    /** The commit index at or after this call, confirmed; fails with {@link NotLeaderException} where that can't be had. */
    CompletableFuture<Long> next() {
        CompletableFuture<Long> result = new CompletableFuture<>();
        waiting.add(result);
        return result;
    }

    private void run() {
        List<CompletableFuture<Long>> round = new ArrayList<>();
        try {
            while (true) {
                round.clear();
                round.add(waiting.take());
                waiting.drainTo(round);
                try {
                    long index = confirm();
                    round.forEach(r -> r.complete(index));
                } catch (IOException e) {
                    round.forEach(r -> r.completeExceptionally(e));
                }
            }
        } catch (InterruptedException closed) {
            waiting.drainTo(round);
            round.forEach(r -> r.completeExceptionally(new NotLeaderException("this replica is shutting down")));
        }
    }

    private long confirm() throws IOException, InterruptedException {
        if (!group.getInfo().isLeader() || !group.getInfo().isLeaderReady()) {
            throw new NotLeaderException("this replica doesn't lead the shard");
        }
        long term = group.getInfo().getCurrentTerm();
        long index = group.getRaftLog().getLastCommittedIndex();
        RaftConfiguration members = group.getRaftConf();
        Set<RaftPeerId> confirmed = new HashSet<>();
        confirmed.add(group.getId());
        if (!isMajority(members, confirmed)) {
            ask(members, term, confirmed);
        }
        if (!group.getInfo().isLeader() || group.getInfo().getCurrentTerm() != term) {
            throw new NotLeaderException("this replica lost the leadership");
        }
        return index;
    }

    private void ask(RaftConfiguration members, long term, Set<RaftPeerId> confirmed)
            throws IOException, InterruptedException {
        List<RaftPeer> others = othersPreferredFirst(members);
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        long end = System.nanoTime() + ROUND.toNanos();
        int asked = 0;
        int outstanding = 0;
        while (!isMajority(members, confirmed)) {
            boolean more = asked < others.size();
            boolean needed =
                    confirmed.size() + outstanding <= members.getCurrentPeers().size() / 2;
            Answer answer = null;
            if (!more || !needed) {
                long left = end - System.nanoTime();
                answer = answers.poll(more ? Math.min(left, HEDGE.toNanos()) : left, TimeUnit.NANOSECONDS);
            }
            if (answer != null) {
                outstanding--;
                if (answer.term() > term) {
                    throw new NotLeaderException("a replica has seen term " + answer.term() + ", above " + term);
                }
                if (answer.term() >= 0) {
                    confirmed.add(answer.from());
                    preferred = answer.from();
                }
            } else if (more) {
                send(others.get(asked++), answers);
                outstanding++;
            } else if (outstanding == 0 || System.nanoTime() >= end) {
                throw new NotLeaderException("a majority of the shard's replicas can't be reached");
            }
        }
    }

    /** Answer to a probe; a negative term stands for none. */
    private record Answer(RaftPeerId from, long term) {}

    private void send(RaftPeer peer, BlockingQueue<Answer> answers) {
        Thread.ofVirtual().start(() -> {
            long term = -1;
            try {
                PeerTerm answer = probe.ask(podOf.apply(peer), ROUND);
                // A pod of that name with another volume is another peer, and has no say for this one.
                if (answer.peer().equals(peer.getId().toString())) {
                    term = answer.term();
                }
            } catch (IOException e) {
                // No answer is an answer too: the next voter is asked.
            }
            answers.add(new Answer(peer.getId(), term));
        });
    }

    private List<RaftPeer> othersPreferredFirst(RaftConfiguration members) {
        List<RaftPeer> others = new ArrayList<>();
        for (RaftPeer peer : members.getAllPeers()) {
            if (peer.getId().equals(preferred)) {
                others.addFirst(peer);
            } else if (!peer.getId().equals(group.getId())) {
                others.add(peer);
            }
        }
        return others;
    }

    private static boolean isMajority(RaftConfiguration members, Set<RaftPeerId> confirmed) {
        return isMajority(members.getCurrentPeers(), confirmed) && isMajority(members.getPreviousPeers(), confirmed);
    }

    private static boolean isMajority(Collection<RaftPeer> voters, Set<RaftPeerId> confirmed) {
        long has = voters.stream().filter(v -> confirmed.contains(v.getId())).count();
        return voters.isEmpty() || has > voters.size() / 2;
    }

    @Override
    public void close() {
        runner.interrupt();
    }
}
