package io.shardwright.sample.server;

import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.http.HttpFront;
import io.shardwright.sample.server.http.ServerMetrics;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.move.MoveRunner;
import io.shardwright.sample.server.move.MoveService;
import io.shardwright.sample.server.move.MoveSettings;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.pace.CopyLimit;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.pace.RequestWaits;
import io.shardwright.sample.server.peers.PeerClient;
import io.shardwright.sample.server.peers.RemoteShard;
import io.shardwright.sample.server.peers.ShardLeaders;
import io.shardwright.sample.server.raft.GroupEvents;
import io.shardwright.sample.server.raft.RaftNode;
import io.shardwright.sample.server.raft.RaftSettings;
import io.shardwright.sample.server.raft.ShardGroup;
import io.shardwright.sample.server.raft.WriteBatcher;
import io.shardwright.sample.server.serve.Forwarder;
import io.shardwright.sample.server.serve.KvService;
import io.shardwright.sample.server.serve.LiveStore;
import io.shardwright.sample.server.serve.RequestRates;
import io.shardwright.sample.server.serve.RoutingTable;
import io.shardwright.sample.server.serve.Shard;
import io.shardwright.sample.server.serve.Signal;
import io.shardwright.sample.server.serve.Times;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server: a replica of one shard with its two HTTP ports. */
public final class ShardServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardServer.class);
    /** For so long after turning unready, routers may still send requests here. */
    private static final Duration NOTICE = Duration.ofMillis(2_500);

    private static final Duration FINISH = Duration.ofSeconds(10);

    private final HttpFront front;
    private final @Nullable Replica replica;

    private ShardServer(HttpFront front, @Nullable Replica replica) {
        this.front = front;
        this.replica = replica;
    }

    /**
     * How the server behaves in time and size.
     *
     * @param raft the Raft group
     * @param times waiting requests
     * @param moves hand-offs
     */
    public record Tuning(RaftSettings raft, Times times, MoveSettings moves) {
        /** For a cluster. */
        public static final Tuning DEFAULT = new Tuning(RaftSettings.DEFAULT, Times.DEFAULT, MoveSettings.defaults());

        /**
         * The default, with what the environment changes of it.
         *
         * @throws IllegalArgumentException naming the variable that can't be read
         */
        static Tuning fromEnvironment(Map<String, String> environment) {
            return new Tuning(DEFAULT.raft, DEFAULT.times, MoveEnvironment.settings(DEFAULT.moves, environment));
        }
    }

    /** The running parts behind the ports. */
    private record Replica(
            ShardGroup group,
            LiveStore store,
            WriteBatcher writes,
            PeerClient client,
            Housekeeping housekeeping,
            MoveRunner moves) {}

    /**
     * Starts a server. One whose volume is refused starts too, and only says why it doesn't serve.
     *
     * @param onFatal called once if the replica can't go on; the process should end then
     * @throws IOException if the volume can't be used or a port is taken
     */
    public static ShardServer start(ServerConfig config, Tuning tuning, Runnable onFatal) throws IOException {
        return switch (Volume.open(config.dataDir(), config.shardSetUid(), config.shard(), config.groupId())) {
            case Volume.Refused refused -> {
                LOG.atError().addKeyValue("reason", refused.reason()).log("volume refused");
                yield new ShardServer(HttpFront.refused(config, refused), null);
            }
            case Volume.Own own -> serve(config, tuning, own, onFatal);
        };
    }

    private static ShardServer serve(ServerConfig config, Tuning tuning, Volume.Own volume, Runnable onFatal)
            throws IOException {
        Signal changed = new Signal();
        LiveStore store = new LiveStore(volume.store(), config.shard(), config.partitions());
        PeerClient client = new PeerClient(config.pods());
        Housekeeping housekeeping = new Housekeeping(onFatal);
        Events events = new Events(changed, housekeeping);
        ShardGroup group = new ShardGroup(
                volume, config.shardSetUid(), own -> setup(config, tuning, own, store, events, client), client);
        WriteBatcher writes = new WriteBatcher(group);
        Shard shard = new Shard(config.shard(), config.pod(), config.partitions(), group, store, writes, changed);
        RoutingTable routes = new RoutingTable(config.shardSetUid(), config.partitions(), volume.map(), changed);
        RequestRates rates = new RequestRates(config.partitions(), System::nanoTime);
        RequestWaits waits = new RequestWaits(tuning.moves().slowRequest());
        ServerMetrics metrics = new ServerMetrics(waits);
        ShardLeaders leaders = new ShardLeaders(config.pods());
        KvService service =
                new KvService(shard, routes, new Forwarder(client, leaders), tuning.times(), rates, metrics);
        CopyLimits limits = limits(tuning.moves(), waits);
        metrics.observeLimits(limits);
        MoveService moves = new MoveService(
                store::now, group, config.shard(), tuning.moves(), InstantSource.system(), limits, metrics);
        events.listen(moves);
        MoveRunner runner = new MoveRunner(
                store::now, group, ordinal -> new RemoteShard(ordinal, client, leaders), moves, tuning.moves());
        group.resume();
        HttpFront front = HttpFront.open(
                config,
                new HttpFront.Parts(shard, volume.identity().peer(), routes, service, rates, metrics, client, moves),
                tuning.times().request());
        housekeeping.start(shard, runner);
        announce(config, volume);
        return new ShardServer(front, new Replica(group, store, writes, client, housekeeping, runner));
    }

    private static CopyLimits limits(MoveSettings settings, RequestWaits waits) {
        return new CopyLimits(
                new CopyLimit(settings.bytesInPerSecond(), waits, System::nanoTime),
                new CopyLimit(settings.bytesOutPerSecond(), waits, System::nanoTime));
    }

    /** What the node is started with; the state is opened only now, because a replica without a group has none. */
    private static RaftNode.Setup setup(
            ServerConfig config,
            Tuning tuning,
            Volume.Own volume,
            LiveStore store,
            GroupEvents events,
            PeerClient client) {
        if (!store.isOpen()) {
            store.open();
        }
        return new RaftNode.Setup(
                config.groupId(), config.ports().peer(), volume, config.pods(), store, events, client, tuning.raft());
    }

    private static void announce(ServerConfig config, Volume.Own volume) {
        LOG.atInfo()
                .addKeyValue("pod", config.pod())
                .addKeyValue("shard", config.shard())
                .addKeyValue("peer", volume.identity().peer())
                .addKeyValue("member", volume.membership() != null)
                .log("serving");
    }

    /** Tells the other parts what happens to the group. */
    private static final class Events implements GroupEvents {
        private final Signal changed;
        private final Housekeeping housekeeping;
        private volatile @Nullable MoveService moves;

        Events(Signal changed, Housekeeping housekeeping) {
            this.changed = changed;
            this.housekeeping = housekeeping;
        }

        /** Also tells of moves. To be called before the group is resumed. */
        void listen(MoveService service) {
            moves = service;
        }

        @Override
        public void applied(Command command, Outcome outcome) {
            if (!(command instanceof Command.Batch) && !(command instanceof Command.Chunk)) {
                changed.raise();
                MoveService listening = moves;
                if (listening != null) {
                    listening.applied(outcome);
                }
            }
        }

        @Override
        public void snapshotLoaded(long index) {
            LOG.atInfo().addKeyValue("index", index).log("loaded the leader's snapshot");
            changed.raise();
        }

        @Override
        public void leaderChanged() {
            changed.raise();
            housekeeping.soon();
        }

        @Override
        public void membersChanged() {
            changed.raise();
        }

        @Override
        public void snapshotDue() {
            housekeeping.snapshotDue();
        }
    }

    /**
     * Ends as a pod should: turns unready, hands over the leadership, goes on answering until routers have noticed and
     * requests under way are done, and closes.
     */
    public void shutDown() throws IOException, InterruptedException {
        long noticed = System.nanoTime() + NOTICE.toNanos();
        front.drain();
        if (replica != null && replica.group().isLeader()) {
            try {
                var unused = replica.group().stepDown(true);
            } catch (NotLeaderException e) {
                LOG.atDebug().log("another replica leads already");
            } catch (IOException e) {
                LOG.atWarn().addKeyValue("why", e.getMessage()).log("leadership not handed over");
            }
        }
        Thread.sleep(Duration.ofNanos(Math.max(0, noticed - System.nanoTime())));
        if (!front.awaitIdle(FINISH)) {
            LOG.atWarn().log("ending with requests under way");
        }
        close();
    }

    /** Stops at once; what was acknowledged is on the disks. */
    @Override
    public void close() throws IOException {
        front.close();
        if (replica != null) {
            replica.housekeeping().close();
            replica.moves().close();
            replica.writes().close();
            replica.group().close();
            replica.store().close();
            replica.client().close();
        }
    }
}
