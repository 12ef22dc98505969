package io.shardwright.sample.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerConnectionsTest {
    private static final int ELECTION = 1_500;

    private final Fake group = new Fake();
    private final PeerConnections connections = new PeerConnections(group, ELECTION, () -> group.nanos, Runnable::run);

    private static final class Fake implements PeerConnections.Group {
        final List<String> disconnected = new ArrayList<>();
        boolean leads;
        long leaderSilent;
        Map<String, Long> silent = Map.of();
        long nanos;

        @Override
        public Set<String> others() {
            return Set.of("one", "two");
        }

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public long leaderSilentMillis() {
            return leaderSilent;
        }

        @Override
        public Map<String, Long> silentMillis() {
            return silent;
        }

        @Override
        public void disconnect(String peer) {
            disconnected.add(peer);
        }
    }

    private void assertDisconnected(String... peers) {
        assertThat(group.disconnected).containsExactlyInAnyOrder(peers);
        group.disconnected.clear();
    }

    @Test
    void aFollowerConnectsAnewBeforeItVotesAndNotWhileItsLeaderSpeaks() {
        group.leaderSilent = 1_124;
        connections.look();
        assertDisconnected();

        group.leaderSilent = 1_125;
        connections.look();
        assertDisconnected("one", "two");
    }

    @Test
    void aFollowerThatKnowsNoLeaderTriesAgainAfterSomeTime() {
        group.leaderSilent = Long.MAX_VALUE;
        connections.look();
        assertDisconnected("one", "two");

        group.nanos += Duration.ofMillis(2_999).toNanos();
        connections.look();
        assertDisconnected();

        group.nanos += Duration.ofMillis(1).toNanos();
        connections.look();
        assertDisconnected("one", "two");
    }

    @Test
    void aLeaderConnectsAnewToWhoIsSilent() {
        group.leads = true;
        group.leaderSilent = Long.MAX_VALUE;
        group.silent = Map.of("one", 1_999L, "two", 2_000L);
        connections.look();
        assertDisconnected("two");

        connections.renewAll();
        assertDisconnected();
    }

    @Test
    void oneThatMayLeadSoonConnectsAnewToAll() {
        connections.renewAll();
        assertDisconnected("one", "two");
    }
}
