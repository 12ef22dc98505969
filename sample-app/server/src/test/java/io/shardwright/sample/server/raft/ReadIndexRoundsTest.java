package io.shardwright.sample.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.peers.PeerTerm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica that takes itself for the leader, and what the others say. */
class ReadIndexRoundsTest {
    private static final long TERM = 7;

    private final Map<String, PeerTerm> answers = new ConcurrentHashMap<>();
    private final AtomicInteger probes = new AtomicInteger();
    private volatile List<Leadership.Voter> previous = List.of();
    private volatile long committed = 41;
    private volatile CountDownLatch delay = new CountDownLatch(0);
    private final ReadIndexRounds rounds = new ReadIndexRounds(new Me(), (pod, timeout) -> {
        probes.incrementAndGet();
        try {
            assertThat(delay.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        PeerTerm answer = answers.get(pod);
        if (answer == null) {
            throw new IOException(pod + " is away");
        }
        return answer;
    });

    /** Leads, so it thinks, a group of three. */
    private final class Me implements Leadership {
        @Override
        public String self() {
            return "peer-a";
        }

        @Override
        public boolean isLeader() {
            return true;
        }

        @Override
        public long term() {
            return TERM;
        }

        @Override
        public long committed() {
            return committed;
        }

        @Override
        public List<Voter> voters() {
            return List.of(new Voter("peer-a", "a"), new Voter("peer-b", "b"), new Voter("peer-c", "c"));
        }

        @Override
        public List<Voter> previousVoters() {
            return previous;
        }
    }

    @AfterEach
    void close() {
        rounds.close();
    }

    private long read() throws Exception {
        return rounds.next().get(5, TimeUnit.SECONDS);
    }

    private void answer(String pod, long term) {
        answers.put(pod, new PeerTerm("peer-" + pod, term, term, 1));
    }

    @Test
    void oneOtherVoterOfThreeConfirms() throws Exception {
        answer("b", TERM);
        answer("c", TERM);
        assertThat(read()).isEqualTo(41);
        assertThat(probes).hasValue(1);
    }

    @Test
    void theNextVoterIsAskedWhereTheFirstIsAway() throws Exception {
        answer("c", TERM);
        assertThat(read()).isEqualTo(41);
    }

    @Test
    void aHigherTermEndsTheLeadershipThoughTheCommitIndexHasNotRisenSinceTheLastRead() throws Exception {
        answer("b", TERM);
        answer("c", TERM);
        assertThat(read()).isEqualTo(41);
        answer("b", TERM + 1);
        answer("c", TERM + 1);
        assertNotLeader();
    }

    @Test
    void anotherPeerAtTheVotersAddressConfirmsNothing() {
        answers.put("b", new PeerTerm("peer-new", TERM, TERM, 1));
        answers.put("c", new PeerTerm("peer-new-too", TERM, TERM, 1));
        assertNotLeader();
    }

    @Test
    void aVoterWhoseGroupIsNotRunningConfirmsNothing() {
        answers.put("b", PeerTerm.notStarted("peer-b"));
        assertNotLeader();
    }

    @Test
    void whileVotersChangeBothMajoritiesAreNeeded() throws Exception {
        answer("b", TERM);
        answer("c", TERM);
        previous = List.of(new Leadership.Voter("peer-x", "x"), new Leadership.Voter("peer-y", "y"));
        assertNotLeader();
        answer("x", TERM);
        answer("y", TERM);
        assertThat(read()).isEqualTo(41);
    }

    @Test
    void aReadThatComesDuringARoundIsNotConfirmedByIt() throws Exception {
        answer("b", TERM);
        answer("c", TERM);
        delay = new CountDownLatch(1);
        var first = rounds.next();
        while (probes.get() == 0) {
            Thread.sleep(1);
        }
        committed = 42;
        var second = rounds.next();
        delay.countDown();
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(41);
        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(42);
    }

    private void assertNotLeader() {
        assertThatThrownBy(this::read)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NotLeaderException.class);
    }
}
