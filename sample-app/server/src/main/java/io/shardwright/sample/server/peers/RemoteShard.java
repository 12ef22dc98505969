package io.shardwright.sample.server.peers;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.MoveOrder;
import io.shardwright.sample.server.move.PeerShard;
import io.shardwright.sample.server.move.RefusedException;
import io.shardwright.sample.server.move.SourcePage;
import io.shardwright.sample.server.move.SourcePageCodec;
import io.shardwright.sample.server.move.SourceView;
import io.shardwright.sample.server.state.CopyCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Another shard, called over HTTP at its leader or at any pod of it, which passes the call on. */
public final class RemoteShard implements PeerShard {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final Duration CALL = Duration.ofSeconds(10);

    private final int ordinal;
    private final PeerClient client;
    private final ShardLeaders leaders;

    /** Creates it for a shard. */
    public RemoteShard(int ordinal, PeerClient client, ShardLeaders leaders) {
        this.ordinal = ordinal;
        this.client = client;
        this.leaders = leaders;
    }

    @Override
    public SourceView open(MoveOrder order) throws IOException {
        return view(call("POST", order.id(), MoveCalls.OPEN, JSON.writeValueAsBytes(order)));
    }

    @Override
    public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
        String query = "?" + MoveCalls.AFTER + "=" + after.text() + "&" + MoveCalls.MAX_BYTES + "=" + maxBytes;
        byte[] page = call("GET", move, MoveCalls.ENTRIES + query, new byte[0]);
        try {
            return SourcePageCodec.decode(page);
        } catch (IllegalArgumentException e) {
            throw new IOException("shard " + ordinal + ": " + e.getMessage(), e);
        }
    }

    @Override
    public SourceView fence(String move) throws IOException {
        return view(call("POST", move, MoveCalls.FENCE, new byte[0]));
    }

    @Override
    public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
        var decision = new MoveCalls.Decision(order, commit, fenceIndex, why, null);
        return view(call("POST", order.id(), MoveCalls.DECIDE, JSON.writeValueAsBytes(decision)));
    }

    @Override
    public SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException {
        var decision = new MoveCalls.Decision(order, true, fenceIndex, "", content);
        return view(call("POST", order.id(), MoveCalls.DECIDE, JSON.writeValueAsBytes(decision)));
    }

    @Override
    public SourceView decision(String move) throws IOException {
        return view(call("GET", move, MoveCalls.DECISION, new byte[0]));
    }

    @Override
    public SourceView adopted(String move) throws IOException {
        return view(call("POST", move, MoveCalls.ADOPTED, new byte[0]));
    }

    private static SourceView view(byte[] body) throws IOException {
        return JSON.readValue(body, SourceView.class);
    }

    /** Tries the pods until one answers; every call may be repeated without harm. */
    private byte[] call(String method, String move, String call, byte[] body) throws IOException {
        IOException last = new IOException("no pod of shard " + ordinal + " can be found");
        boolean again;
        do {
            again = false;
            for (HostPort pod : leaders.candidates(ordinal)) {
                try {
                    return answered(
                            client.call(pod, method, MoveCalls.PATH + "/" + move + "/" + call, Map.of(), body, CALL));
                } catch (RefusedException e) {
                    throw e;
                } catch (IOException e) {
                    last = e;
                    again |= leaders.failed(ordinal, pod);
                }
            }
        } while (again);
        throw last;
    }

    private byte[] answered(PeerClient.Answer answer) throws IOException {
        var from = answer.number(Contract.SHARD_HEADER);
        if (from.isPresent() && from.getAsLong() != ordinal) {
            throw new IOException("asked for shard " + ordinal + ", a pod of shard " + from.getAsLong() + " answered");
        }
        leaders.learn(answer);
        if (answer.status() == 200) {
            return answer.body();
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        if (answer.status() == 409) {
            throw new RefusedException(text);
        }
        throw new IOException("shard " + ordinal + " answered " + answer.status() + ": " + text);
    }
}
