package io.shardwright.sample.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.shardwright.contract.Contract;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.peers.PeerClient;
import io.shardwright.sample.server.serve.KvAnswer;
import io.shardwright.sample.server.serve.Shard;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Has management calls that only the leader can answer answered by it, wherever they arrive. All of them are idempotent. */
final class LeaderProxy {
    private static final String MARK = "X-Shard-For-Leader";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Shard shard;
    private final PeerClient client;

    LeaderProxy(Shard shard, PeerClient client) {
        this.shard = shard;
        this.client = client;
    }

    /** What the leader does. */
    interface Local {
        void answer(byte[] body) throws IOException, InterruptedException;
    }

    void handle(ServerRequest request, ServerResponse response, Local local) throws IOException {
        response.header(Contract.SHARD_HEADER, Integer.toString(shard.ordinal()));
        byte[] body = Replies.body(request);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            String why = "it has no leader";
            do {
                if (shard.leads()) {
                    response.header(PeerClient.LEADER_HEADER, shard.pod());
                    try {
                        local.answer(body);
                        return;
                    } catch (NotLeaderException e) {
                        why = String.valueOf(e.getMessage());
                    }
                } else if (request.headers().contains(HeaderNames.create(MARK))) {
                    Replies.text(response, KvAnswer.NOT_LEADER, "this pod doesn't lead the shard");
                    return;
                } else if (relayed(request, response, body)) {
                    return;
                }
                var unused = shard.changed().await(() -> false, PAUSE.toNanos());
            } while (System.nanoTime() < end);
            Replies.text(response, 503, "shard " + shard.ordinal() + " can't answer: " + why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Replies.text(response, 503, "this pod is shutting down");
        }
    }

    private boolean relayed(ServerRequest request, ServerResponse response, byte[] body) throws IOException {
        String pod = shard.leaderPod();
        if (pod == null || pod.equals(shard.pod())) {
            return false;
        }
        String path = request.prologue().uriPath().rawPath()
                + (request.prologue().hasQuery()
                        ? "?" + request.prologue().query().rawValue()
                        : "");
        PeerClient.Answer answer;
        try {
            answer = client.call(
                    client.pods().management(pod),
                    request.prologue().method().text(),
                    path,
                    Map.of(MARK, "true"),
                    body,
                    CALL);
        } catch (IOException e) {
            return false;
        }
        if (answer.status() == KvAnswer.NOT_LEADER) {
            return false;
        }
        response.header(PeerClient.LEADER_HEADER, pod);
        Replies.relay(response, answer.status(), answer.headers(), answer.body());
        return true;
    }
}
