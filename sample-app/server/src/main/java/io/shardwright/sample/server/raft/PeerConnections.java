package io.shardwright.sample.server.raft;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up connections that may lead to where a peer was before.
 *
 * <p>A pod that is made anew has another address. Nothing refuses a connection to the old one, so an attempt that is under way
 * lasts for the 20 s of gRPC's transport, and all that is for that peer waits behind it. A follower's connections are the
 * likeliest to be such: it last used them when it voted, perhaps before others were restarted. So they are made anew, by
 * names that are resolved again,
 *
 * <ul>
 *   <li>all of a follower's, once its leader is silent for so long that an election may come, and before it takes over;
 *   <li>a leader's to a follower that doesn't answer.
 * </ul>
 */
final class PeerConnections {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnections.class);

    private final Group group;
    private final long leaderSilentMillis;
    private final long followerSilentMillis;
    private final long againNanos;
    private final LongSupplier nanos;
    private final Executor executor;
    private final Map<String, Long> renewed = new HashMap<>();

    /** The replica in its group. */
    interface Group {
        /** The other voters' ids. */
        Set<String> others();

        /** Whether this replica leads. */
        boolean leads();

        /** Time since this follower heard from a leader, in milliseconds; large where it knows none. */
        long leaderSilentMillis();

        /** For a leader: time since each of the others answered, in milliseconds. */
        Map<String, Long> silentMillis();

        /** Closes the connections to a peer; the next message makes new ones. May take some seconds. */
        void disconnect(String peer);
    }

    /**
     * Creates it for a group.
     *
     * @param electionMillis the shortest time without a leader after which followers vote; leaders send twice in that time
     * @param nanos the clock
     * @param executor runs what takes some seconds
     */
    PeerConnections(Group group, int electionMillis, LongSupplier nanos, Executor executor) {
        this.group = group;
        this.leaderSilentMillis = electionMillis * 3L / 4;
        this.followerSilentMillis = electionMillis * 4L / 3;
        this.againNanos = Duration.ofMillis(electionMillis * 2L).toNanos();
        this.nanos = nanos;
        this.executor = executor;
    }

    /** Looks once; to be called about every half second. */
    void look() {
        if (group.leads()) {
            var silent = group.silentMillis();
            group.others().stream()
                    .filter(peer -> silent.getOrDefault(peer, 0L) >= followerSilentMillis)
                    .forEach(this::renew);
        } else if (group.leaderSilentMillis() >= leaderSilentMillis) {
            group.others().forEach(this::renew);
        }
    }

    /** Makes all of them anew, since this replica may be about to lead. */
    void renewAll() {
        if (!group.leads()) {
            group.others().forEach(this::renew);
        }
    }

    private synchronized void renew(String peer) {
        long now = nanos.getAsLong();
        Long before = renewed.get(peer);
        if (before != null && now - before < againNanos) {
            return;
        }
        renewed.put(peer, now);
        LOG.atDebug().addKeyValue("peer", peer).log("connecting anew");
        executor.execute(() -> group.disconnect(peer));
    }
}
