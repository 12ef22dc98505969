package io.shardwright.sample.server.http;

import io.shardwright.sample.server.serve.Shard;
import io.shardwright.sample.server.state.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether requests should be sent to this pod. A missing leader is forgiven for a while: requests wait for the next. */
final class Readiness {
    private static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Shard shard;
    private volatile boolean draining;
    private volatile boolean hadLeader;
    private volatile long leaderSeen;

    Readiness(Shard shard) {
        this.shard = shard;
    }

    /** From now on the pod isn't ready; it goes on answering. */
    void drain() {
        draining = true;
        shard.changed().raise();
    }

    boolean isDraining() {
        return draining;
    }

    /** Why the pod isn't ready, or null where it is. */
    @Nullable
    String reasonAgainst() {
        if (draining) {
            return "the pod is shutting down";
        }
        if (shard.group().node() == null) {
            return "the replica belongs to no group yet: it waits for the operator's order";
        }
        if (shard.leaderPod() != null) {
            hadLeader = true;
            leaderSeen = System.nanoTime();
        } else if (!hadLeader || System.nanoTime() - leaderSeen > GRACE_NANOS) {
            return "the shard has no leader";
        }
        try {
            return shard.state().isFounded() ? null : "the shard's state hasn't arrived yet";
        } catch (StoreException replaced) {
            return "the replica is loading a snapshot";
        }
    }
}
