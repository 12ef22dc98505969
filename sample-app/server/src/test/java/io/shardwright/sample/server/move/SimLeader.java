package io.shardwright.sample.server.move;

import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A replica while it takes itself for the leader: the real service and drivers over a simulated log. */
final class SimLeader {
    final SimShard shard;
    final int replica;
    final int term;
    final MoveService service;

    private final Simulation world;
    private final LogCalls log;
    private final Supplier<ShardStore> store;
    private final SourceDriver source;
    private final TreeMap<String, TargetDriver> targets = new TreeMap<>();

    SimLeader(SimShard shard, int replica, int term, Simulation world) {
        this.shard = shard;
        this.replica = replica;
        this.term = term;
        this.world = world;
        store = () -> shard.store(replica);
        ShardLog shardLog = shard.logOf(this);
        log = new LogCalls(shardLog, world.settings.callTimeout());
        var notes = new MoveNotes(() -> world.nanos);
        service = new MoveService(
                store,
                shardLog,
                shard.ordinal,
                world.settings,
                InstantSource.fixed(world.start),
                notes,
                CopyLimits.none(),
                MoveMetrics.none());
        source = new SourceDriver(store, log, notes, world.settings);
    }

    /** Lets one driver take one step. */
    void step() {
        List<Move> incoming = store.get().moves().stream()
                .filter(m -> m instanceof Move.Incoming && !m.isOver())
                .toList();
        try {
            if (incoming.isEmpty() || world.random.nextInt(4) == 0) {
                source.step();
            } else {
                String id = incoming.get(world.random.nextInt(incoming.size())).id();
                targets.computeIfAbsent(id, m -> new TargetDriver(m, store, log, world::peer, service, world.settings))
                        .step();
            }
        } catch (IOException e) {
            world.failures++;
        }
    }
}
