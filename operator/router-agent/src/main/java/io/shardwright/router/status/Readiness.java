package io.shardwright.router.status;

import io.shardwright.router.haproxy.HaproxyState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Answers the probes.
 *
 * <p>Ready means that HAProxy routes by a map and has, for each shard that owns something, a server that takes requests. A
 * shard that is down for everybody must not keep a router out for ever: {@value #PATIENCE_SECONDS} seconds after the first
 * server came up one of any shard is enough. Thread-safe.
 */
public final class Readiness {
    private static final long PATIENCE_SECONDS = 5;
    private static final Duration LIVE_LIMIT = Duration.ofSeconds(30);

    private final InstantSource clock;
    private volatile boolean started;
    private volatile HaproxyState state = HaproxyState.unreachable("HAProxy hasn't been asked yet");
    private volatile @Nullable Instant firstUp;
    private volatile boolean wasReady;
    private volatile Instant lastTurn;

    /** Nothing has started yet. */
    public Readiness(InstantSource clock) {
        this.clock = clock;
        this.lastTurn = clock.instant();
    }

    /** HAProxy's files are written. */
    public void filesWritten() {
        started = true;
    }

    /** The loop that drives HAProxy has made a turn. */
    public void turned(HaproxyState found) {
        Instant now = clock.instant();
        if (found.loadedEpoch() > 0 && found.serversUp() > 0 && firstUp == null) {
            firstUp = now;
        }
        state = found;
        lastTurn = now;
        if (whyNotReady() == null) {
            wasReady = true;
        }
    }

    /** How HAProxy was found last. */
    public HaproxyState state() {
        return state;
    }

    /** Null where HAProxy may start, else what is missing. */
    public @Nullable String whyNotStarted() {
        return started ? null : "HAProxy's configuration isn't written yet";
    }

    /** Null where the loop runs, else how long it hasn't. */
    public @Nullable String whyNotLive() {
        Duration silence = Duration.between(lastTurn, clock.instant());
        return silence.compareTo(LIVE_LIMIT) <= 0
                ? null
                : "the loop has made no turn for " + silence.toSeconds() + " s";
    }

    /** Null where users' requests can be answered, else what is missing. */
    public @Nullable String whyNotReady() {
        HaproxyState now = state;
        if (!now.reachable()) {
            return "HAProxy doesn't answer: " + now.problem();
        }
        if (now.loadedEpoch() == 0) {
            return "no ownership map is known yet";
        }
        if (now.serversUp() == 0) {
            return "no replica of any shard is up";
        }
        boolean patient = !wasReady && !patienceIsOver();
        return patient && now.ownersWithoutServer() > 0
                ? now.ownersWithoutServer() + " shards that own partitions have no replica that is up"
                : null;
    }

    private boolean patienceIsOver() {
        Instant since = firstUp;
        return since != null && !clock.instant().isBefore(since.plusSeconds(PATIENCE_SECONDS));
    }
}
