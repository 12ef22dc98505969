package io.shardwright.sample.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.shardwright.contract.Contract;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MoveStatus;
import io.shardwright.sample.server.move.MoveService;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.RefusedException;
import io.shardwright.sample.server.move.SourcePageCodec;
import io.shardwright.sample.server.peers.MoveCalls;
import io.shardwright.sample.server.raft.Cause;
import io.shardwright.sample.server.serve.Shard;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.sample.server.state.Limits;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Orders of the operator and calls between the two shards of a move. All are answered by the shard's leader. */
final class MoveRoutes implements HttpService {
    private static final long CONFIRM_SECONDS = 2;

    private final Shard shard;
    private final MoveService moves;
    private final LeaderProxy proxy;

    MoveRoutes(Shard shard, MoveService moves, LeaderProxy proxy) {
        this.shard = shard;
        this.moves = moves;
        this.proxy = proxy;
    }

    /** What the leader answers a call with. */
    private interface Call {
        Object answer(String move, byte[] body) throws IOException, InterruptedException;
    }

    @Override
    public void routing(HttpRules rules) {
        String one = Contract.MOVES_PATH + "/{id}";
        String call = MoveCalls.PATH + "/{id}/";
        rules.put(one, (request, response) -> handle(request, response, this::order))
                .get(one, (request, response) -> handle(request, response, (id, body) -> status(id)))
                .get(Contract.MOVES_PATH, this::list)
                .post(
                        call + MoveCalls.OPEN,
                        (request, response) -> handle(request, response, (id, body) -> moves.open(order(body))))
                .get(
                        call + MoveCalls.ENTRIES,
                        (request, response) -> handle(request, response, (id, body) -> entries(request, id)))
                .post(
                        call + MoveCalls.FENCE,
                        (request, response) -> handle(request, response, (id, body) -> moves.fence(id)))
                .post(
                        call + MoveCalls.DECIDE,
                        (request, response) -> handle(request, response, (id, body) -> decide(body)))
                .get(
                        call + MoveCalls.DECISION,
                        (request, response) -> handle(request, response, (id, body) -> moves.decision(id)))
                .post(
                        call + MoveCalls.ADOPTED,
                        (request, response) -> handle(request, response, (id, body) -> moves.adopted(id)));
    }

    private void handle(ServerRequest request, ServerResponse response, Call call) throws IOException {
        String id = request.path().pathParameters().get("id");
        proxy.handle(request, response, body -> {
            try {
                Object answer = call.answer(id, body);
                if (answer instanceof byte[] bytes) {
                    response.header("Content-Type", "application/octet-stream").send(bytes);
                } else {
                    Replies.json(response, 200, answer);
                }
            } catch (NotLeaderException e) {
                throw e;
            } catch (UnknownMoveException e) {
                Replies.text(response, 404, String.valueOf(e.getMessage()));
            } catch (RefusedException e) {
                Replies.text(response, 409, String.valueOf(e.getMessage()));
            } catch (JsonProcessingException e) {
                Replies.text(response, 400, "the body can't be read: " + e.getOriginalMessage());
            } catch (IllegalArgumentException e) {
                Replies.text(response, 400, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                Replies.text(response, 503, String.valueOf(e.getMessage()));
            }
        });
    }

    /** Nobody has ordered this move here, or it ended so long ago that it is forgotten. */
    private static final class UnknownMoveException extends IOException {
        private static final long serialVersionUID = 1L;

        private UnknownMoveException(String move) {
            super("no move " + move + " is known here");
        }
    }

    private MoveStatus order(String id, byte[] body) throws IOException {
        MoveOrder order = order(body);
        if (!order.id().equals(id)) {
            throw new IllegalArgumentException("the body orders move " + order.id() + ", the path move " + id);
        }
        return moves.order(order);
    }

    private static MoveOrder order(byte[] body) throws IOException {
        return Replies.read(body, MoveOrder.class);
    }

    private MoveStatus status(String id) throws IOException, InterruptedException {
        confirm();
        MoveStatus status = moves.status(id);
        if (status == null) {
            throw new UnknownMoveException(id);
        }
        return status;
    }

    private void list(ServerRequest request, ServerResponse response) throws IOException {
        proxy.handle(request, response, body -> {
            confirm();
            Replies.json(response, 200, moves.statuses());
        });
    }

    /** What isn't known must not be taken for what hasn't happened. */
    private void confirm() throws IOException, InterruptedException {
        try {
            var unused = shard.group().readIndex().get(CONFIRM_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotLeaderException(String.valueOf(Cause.of(e).getMessage()));
        }
    }

    private byte[] entries(ServerRequest request, String id) throws IOException {
        CopyCursor after =
                CopyCursor.parse(request.query().first(MoveCalls.AFTER).orElse(""));
        int most = Integer.parseInt(request.query().first(MoveCalls.MAX_BYTES).orElse("0"));
        return SourcePageCodec.encode(moves.entries(id, after, Math.clamp(most, 1, Limits.CHUNK_BYTES)));
    }

    private Object decide(byte[] body) throws IOException {
        MoveCalls.Decision decision = Replies.read(body, MoveCalls.Decision.class);
        String content = decision.content();
        return decision.commit() && content != null
                ? moves.commit(decision.order(), decision.fenceIndex(), content)
                : moves.decide(decision.order(), decision.commit(), decision.fenceIndex(), decision.why());
    }
}
