package io.shardwright.sample.server.serve;

import io.shardwright.sample.server.peers.HostPort;
import io.shardwright.sample.server.peers.PeerClient;
import io.shardwright.sample.server.peers.ShardLeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sends requests on to who can answer them, and says for certain whether one that failed may be sent again. */
public final class Forwarder {
    private static final long TRANSPORT_NANOS = Duration.ofMillis(300).toNanos();

    private final PeerClient client;
    private final ShardLeaders leaders;

    /** Creates it over a client. */
    public Forwarder(PeerClient client, ShardLeaders leaders) {
        this.client = client;
        this.leaders = leaders;
    }

    /** What became of a forwarded request. */
    sealed interface Result {
        /** It was answered, maybe by an error. */
        record Answered(KvAnswer answer) implements Result {}

        /** It surely had no effect: ask again, there or elsewhere. */
        record NotTaken(String why) implements Result {}
    }

    /** Sends a request to this shard's leader. */
    Result toLeader(String pod, KvRequest request) {
        KvRequest marked = new KvRequest(
                request.operation(),
                request.partition(),
                request.epoch(),
                request.hops(),
                true,
                request.deadlineNanos());
        return send(client.pods().management(pod), marked, () -> {});
    }

    /** Sends a request to another shard: to its leader if that is known, else to any pod. */
    Result toShard(int shard, long epoch, KvRequest request) {
        KvRequest next = new KvRequest(
                request.operation(), request.partition(), epoch, request.hops() + 1, false, request.deadlineNanos());
        Result last = new Result.NotTaken("no pod of shard " + shard + " can be found");
        boolean again;
        do {
            again = false;
            for (HostPort pod : leaders.candidates(shard)) {
                last = send(pod, next, () -> leaders.failed(shard, pod));
                if (last instanceof Result.Answered) {
                    return last;
                }
                again |= leaders.failed(shard, pod);
            }
        } while (again);
        return last;
    }

    private Result send(HostPort to, KvRequest request, Runnable onSilence) {
        PeerClient.Answer answer;
        try {
            answer = client.call(
                    to,
                    "POST",
                    ForwardCodec.path(request),
                    Map.of(),
                    ForwardCodec.body(request),
                    Duration.ofNanos(request.nanosLeft() + TRANSPORT_NANOS));
        } catch (PeerClient.NotSentException e) {
            return new Result.NotTaken(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            onSilence.run();
            String why = to + " was asked and didn't answer: " + e;
            return request.operation().isWrite()
                    ? new Result.Answered(KvAnswer.error(504, Answers.uncertain(why)))
                    : new Result.NotTaken(why);
        }
        if (answer.status() == KvAnswer.NOT_LEADER) {
            return new Result.NotTaken(to + " doesn't lead its shard");
        }
        leaders.learn(answer);
        return new Result.Answered(new KvAnswer(answer.status(), kept(answer.headers()), answer.body()));
    }

    /** The headers that belong to the answer and not to the connection. */
    private static Map<String, String> kept(Map<String, String> headers) {
        Map<String, String> kept = new HashMap<>();
        headers.forEach((name, value) -> {
            String known = Answers.HEADERS.get(name.toLowerCase(java.util.Locale.ROOT));
            if (known != null) {
                kept.put(known, value);
            }
        });
        return kept;
    }
}
