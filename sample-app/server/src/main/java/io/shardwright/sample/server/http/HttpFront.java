package io.shardwright.sample.server.http;

import io.shardwright.contract.Contract;
import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.move.MoveService;
import io.shardwright.sample.server.peers.PeerClient;
import io.shardwright.sample.server.serve.KvAnswer;
import io.shardwright.sample.server.serve.KvService;
import io.shardwright.sample.server.serve.RequestRates;
import io.shardwright.sample.server.serve.RoutingTable;
import io.shardwright.sample.server.serve.Shard;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The HTTP side of a pod. */
public final class HttpFront implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Ports ports;
    private final @Nullable Readiness readiness;
    private final IntSupplier inFlight;

    private HttpFront(Ports ports, @Nullable Readiness readiness, IntSupplier inFlight) {
        this.ports = ports;
        this.readiness = readiness;
        this.inFlight = inFlight;
    }

    /**
     * What requests are answered with.
     *
     * @param shard this pod's shard
     * @param peer id of this replica
     * @param routes the routing view
     * @param service answers requests for keys
     * @param rates counts them
     * @param metrics counts everything
     * @param client calls other pods
     * @param moves answers what concerns moves
     */
    public record Parts(
            Shard shard,
            String peer,
            RoutingTable routes,
            KvService service,
            RequestRates rates,
            ServerMetrics metrics,
            PeerClient client,
            MoveService moves) {}

    /** Opens both ports. */
    public static HttpFront open(ServerConfig config, Parts parts, Duration patience) {
        Shard shard = parts.shard();
        Readiness readiness = new Readiness(shard);
        StatusReport report = new StatusReport(
                shard,
                config.shardSetUid(),
                parts.peer(),
                parts.routes(),
                parts.service(),
                parts.rates(),
                parts.moves());
        parts.metrics().observe(parts.service(), KvService::parked, report::role, s -> report.term());
        parts.metrics().observeMoves(report::movesIn);
        Admission admission = Admission.byHeap(parts.service()::answer);
        DataPort data = new DataPort(
                new KvRequestParser(config.keySource(), config.partitions(), patience),
                admission,
                parts.metrics(),
                shard.ordinal(),
                () -> report.role().name());
        LeaderProxy proxy = new LeaderProxy(shard, parts.client());
        ManagementPort management =
                new ManagementPort(shard, parts.routes(), admission, report, readiness, parts.metrics(), proxy);
        return new HttpFront(
                Ports.open(
                        config.ports().data(),
                        data,
                        config.ports().management(),
                        management,
                        new MoveRoutes(shard, parts.moves(), proxy)),
                readiness,
                admission::inFlight);
    }

    /** Opens the ports of a pod whose volume was refused. */
    public static HttpFront refused(ServerConfig config, Volume.Refused refused) {
        String shard = Integer.toString(config.shard());
        return new HttpFront(
                Ports.open(
                        config.ports().data(),
                        (request, response) -> Replies.send(
                                response,
                                KvAnswer.error(503, "this pod can't serve: " + refused.reason())
                                        .withDefault(Contract.SHARD_HEADER, shard)),
                        config.ports().management(),
                        new RefusedPorts(config, refused)),
                null,
                () -> 0);
    }

    /** Turns the pod unready; it goes on answering. */
    public void drain() {
        if (readiness != null) {
            readiness.drain();
        }
    }

    /**
     * Waits until no request is under way.
     *
     * @return whether that came about in time
     */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (inFlight.getAsInt() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    @Override
    public void close() {
        ports.close();
    }
}
