package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.peers.PeerTerm;
import io.shardwright.sample.server.peers.TermProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    private final Leadership leadership;
    private final TermProbe probe;
    private final BlockingQueue<CompletableFuture<Long>> waiting = new LinkedBlockingQueue<>();
    private final Thread runner;
    private volatile @Nullable String preferred;

    ReadIndexRounds(Leadership leadership, TermProbe probe) {
        this.leadership = leadership;
        this.probe = probe;
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
        if (!leadership.isLeader()) {
            throw new NotLeaderException("this replica doesn't lead the shard");
        }
        long term = leadership.term();
        long index = leadership.committed();
        Quorum quorum = new Quorum(leadership.voters(), leadership.previousVoters());
        quorum.confirm(leadership.self());
        if (!quorum.isReached()) {
            ask(quorum, term);
        }
        if (!leadership.isLeader() || leadership.term() != term) {
            throw new NotLeaderException("this replica lost the leadership");
        }
        return index;
    }

    private void ask(Quorum quorum, long term) throws IOException, InterruptedException {
        List<Leadership.Voter> others = othersPreferredFirst(quorum);
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        long end = System.nanoTime() + ROUND.toNanos();
        int asked = 0;
        int outstanding = 0;
        while (!quorum.isReached()) {
            boolean more = asked < others.size();
            Answer answer = null;
            if (!more || !quorum.needsMoreThan(outstanding)) {
                long left = end - System.nanoTime();
                answer = answers.poll(more ? Math.min(left, HEDGE.toNanos()) : left, TimeUnit.NANOSECONDS);
            }
            if (answer != null) {
                outstanding--;
                if (answer.term() > term) {
                    throw new NotLeaderException("a replica has seen term " + answer.term() + ", above " + term);
                }
                if (answer.term() >= 0) {
                    quorum.confirm(answer.from());
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
    private record Answer(String from, long term) {}

    private void send(Leadership.Voter voter, BlockingQueue<Answer> answers) {
        Thread.ofVirtual().start(() -> {
            long term = -1;
            try {
                PeerTerm answer = probe.ask(voter.pod(), ROUND);
                // A pod of that name with another volume is another peer, and has no say for this one.
                if (answer.peer().equals(voter.peer())) {
                    term = answer.term();
                }
            } catch (IOException e) {
                // No answer is an answer too: the next voter is asked.
            }
            answers.add(new Answer(voter.peer(), term));
        });
    }

    private List<Leadership.Voter> othersPreferredFirst(Quorum quorum) {
        List<Leadership.Voter> others = new ArrayList<>();
        for (Leadership.Voter voter : quorum.voters()) {
            if (voter.peer().equals(preferred)) {
                others.addFirst(voter);
            } else if (!voter.peer().equals(leadership.self())) {
                others.add(voter);
            }
        }
        return others;
    }

    /** Which voters have confirmed, against what is needed: more than half of each configuration in force. */
    private static final class Quorum {
        private final List<Leadership.Voter> current;
        private final List<Leadership.Voter> previous;
        private final Set<String> confirmed = new HashSet<>();

        Quorum(List<Leadership.Voter> current, List<Leadership.Voter> previous) {
            this.current = current;
            this.previous = previous;
        }

        Set<Leadership.Voter> voters() {
            Set<Leadership.Voter> all = new LinkedHashSet<>(current);
            all.addAll(previous);
            return all;
        }

        void confirm(String peer) {
            confirmed.add(peer);
        }

        boolean isReached() {
            return isMajority(current) && (previous.isEmpty() || isMajority(previous));
        }

        /** Whether so many further confirmations, at best, would not do. */
        boolean needsMoreThan(int further) {
            return confirmed.size() + further <= current.size() / 2;
        }

        private boolean isMajority(List<Leadership.Voter> voters) {
            long has = voters.stream().filter(v -> confirmed.contains(v.peer())).count();
            return has > voters.size() / 2;
        }
    }

    @Override
    public void close() {
        runner.interrupt();
    }
}
