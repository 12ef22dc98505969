package io.shardwright.sample.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.shardwright.contract.Contract;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.RoutingView;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.peers.PeerClient;
import io.shardwright.sample.server.peers.PeerTerm;
import io.shardwright.sample.server.raft.RaftNode;
import io.shardwright.sample.server.serve.ForwardCodec;
import io.shardwright.sample.server.serve.KvAnswer;
import io.shardwright.sample.server.serve.KvRequest;
import io.shardwright.sample.server.serve.RoutingTable;
import io.shardwright.sample.server.serve.Shard;
import java.io.IOException;
import java.time.Duration;

/** The shard contract and the calls between pods, on the management port. */
final class ManagementPort implements HttpService {
    private static final int MAX_WAIT_SECONDS = 60;

    private final Shard shard;
    private final RoutingTable routes;
    private final DataPort.Service service;
    private final StatusReport report;
    private final Readiness readiness;
    private final ServerMetrics metrics;
    private final LeaderProxy proxy;

    ManagementPort(
            Shard shard,
            RoutingTable routes,
            DataPort.Service service,
            StatusReport report,
            Readiness readiness,
            ServerMetrics metrics,
            LeaderProxy proxy) {
        this.shard = shard;
        this.routes = routes;
        this.service = service;
        this.report = report;
        this.readiness = readiness;
        this.metrics = metrics;
        this.proxy = proxy;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(Contract.STATUS_PATH, this::status)
                .get(Contract.MAP_PATH, this::readMap)
                .put(Contract.MAP_PATH, this::writeMap)
                .put(Contract.MEMBERS_PATH, this::members)
                .post(Contract.STEP_DOWN_PATH, this::stepDown)
                .get(Contract.READY_PATH, this::ready)
                .get(Contract.LIVE_PATH, this::live)
                .get(Contract.METRICS_PATH, (request, response) -> Replies.text(response, 200, metrics.scrape()))
                .get(PeerClient.TERM_PATH, this::term)
                .get(PeerClient.REACH_PATH, this::reach)
                .post(ForwardCodec.PATH, this::forward);
    }

    private void status(ServerRequest request, ServerResponse response) throws IOException {
        boolean loads = request.query()
                .first(Contract.LOADS_PARAMETER)
                .map("true"::equals)
                .orElse(false);
        Replies.json(response, 200, report.now(loads));
    }

    private void readMap(ServerRequest request, ServerResponse response) throws IOException {
        long after;
        int wait;
        try {
            after = Long.parseLong(
                    request.query().first(Contract.AFTER_PARAMETER).orElse("-1"));
            wait = Integer.parseInt(
                    request.query().first(Contract.WAIT_PARAMETER).orElse("0"));
        } catch (NumberFormatException e) {
            Replies.text(response, 400, "the parameters after and wait must be whole numbers");
            return;
        }
        String leader = request.query().first(Contract.LEADER_PARAMETER).orElse(null);
        Duration patience = Duration.ofSeconds(Math.clamp(wait, 0, MAX_WAIT_SECONDS));
        try {
            var unused = shard.changed()
                    .await(
                            () -> {
                                String now = shard.leaderPod();
                                return readiness.isDraining()
                                        || routes.epoch() > after
                                        || (leader != null && now != null && !now.equals(leader));
                            },
                            patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Replies.json(response, 200, new RoutingView(shard.ordinal(), shard.leaderPod(), routes.map()));
    }

    private void writeMap(ServerRequest request, ServerResponse response) throws IOException {
        try {
            routes.publish(Replies.read(Replies.body(request), OwnershipMap.class));
            Replies.text(response, 200, "map epoch " + routes.epoch());
        } catch (JsonProcessingException e) {
            Replies.text(response, 400, "the body isn't an ownership map: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            Replies.text(response, 409, String.valueOf(e.getMessage()));
        }
    }

    private void members(ServerRequest request, ServerResponse response) throws IOException {
        try {
            shard.group().order(Replies.read(Replies.body(request), MembersOrder.class));
            Replies.json(response, 200, report.now(false));
        } catch (JsonProcessingException e) {
            Replies.text(response, 400, "the body isn't an order for members: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            Replies.text(response, 409, String.valueOf(e.getMessage()));
        }
    }

    private void stepDown(ServerRequest request, ServerResponse response) throws IOException {
        proxy.handle(request, response, body -> {
            boolean done;
            try {
                done = shard.group().stepDown(false);
            } catch (NotLeaderException e) {
                throw e;
            } catch (IOException e) {
                Replies.text(response, 503, String.valueOf(e.getMessage()));
                return;
            }
            if (done) {
                Replies.text(response, 200, "another replica leads shard " + shard.ordinal());
            } else {
                Replies.text(response, 409, "no other voter of shard " + shard.ordinal() + " answers");
            }
        });
    }

    private void ready(ServerRequest request, ServerResponse response) {
        String reason = readiness.reasonAgainst();
        Replies.text(response, reason == null ? 200 : 503, reason == null ? "ready" : reason);
    }

    private void live(ServerRequest request, ServerResponse response) {
        RaftNode node = shard.group().node();
        boolean alive = node == null || node.isAlive();
        Replies.text(response, alive ? 200 : 503, alive ? "alive" : "the Raft group has stopped");
    }

    private void term(ServerRequest request, ServerResponse response) {
        RaftNode node = shard.group().node();
        Replies.text(response, 200, (node == null ? PeerTerm.notStarted(report.peer()) : node.progress()).text());
    }

    private void reach(ServerRequest request, ServerResponse response) {
        String without = request.query().first(PeerClient.WITHOUT_PARAMETER).orElse("");
        try {
            Replies.text(response, 200, Integer.toString(shard.group().reached(without)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Replies.text(response, 503, "this pod is shutting down");
        }
    }

    private void forward(ServerRequest request, ServerResponse response) throws IOException {
        KvAnswer answer;
        try {
            KvRequest forwarded = ForwardCodec.read(request.prologue().query().rawValue(), Replies.body(request));
            answer = service.answer(forwarded);
        } catch (IllegalArgumentException e) {
            answer = KvAnswer.error(400, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = KvAnswer.error(503, "this pod is shutting down. Nothing was done: try again");
        }
        String own = Integer.toString(shard.ordinal());
        String leader = shard.leaderPod();
        boolean isOwn =
                answer.headers().getOrDefault(Contract.SHARD_HEADER, own).equals(own);
        Replies.send(
                response,
                // Of another shard's leader, which that answer came from, this pod knows nothing.
                isOwn && leader != null ? answer.withDefault(PeerClient.LEADER_HEADER, leader) : answer);
    }
}
