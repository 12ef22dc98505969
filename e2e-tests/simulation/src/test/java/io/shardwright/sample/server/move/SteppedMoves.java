package io.shardwright.sample.server.move;

import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The move drivers of one replica, taken step by step by whoever owns the clock; in a pod {@link MoveRunner} does that. */
public final class SteppedMoves {
    private final Supplier<ShardStore> store;
    private final LogCalls log;
    private final MoveNotes notes;
    private final MoveSettings settings;
    private final MoveService service;
    private @Nullable SourceDriver source;

    /** The drivers over a replica's store and log. */
    public SteppedMoves(
            Supplier<ShardStore> store,
            ShardLog log,
            int shard,
            MoveSettings settings,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.log = new LogCalls(log, settings.callTimeout());
        this.notes = new MoveNotes(nanoTime);
        this.settings = settings;
        this.service =
                new MoveService(store, log, shard, settings, clock, notes, CopyLimits.none(), MoveMetrics.none());
    }

    /** What the operator and other shards ask. */
    public MoveService service() {
        return service;
    }

    /** The source's part, once. */
    public void stepSource() throws IOException {
        if (source == null) {
            source = new SourceDriver(store, log, notes, settings);
        }
        source.step();
    }

    /** Another replica leads: times of the source's part count anew. */
    public void notLeading() {
        source = null;
    }

    /** One step of a target's part. */
    public interface TargetStep {
        /** Takes it; returns the pause before the next one, or null when the move is over here. */
        @Nullable
        Duration take() throws IOException;
    }

    /** The target's part of a move. */
    public TargetStep target(String move, Peers peers) {
        return new TargetDriver(move, store, log, peers, service, settings)::step;
    }
}
