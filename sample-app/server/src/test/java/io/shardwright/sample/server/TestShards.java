package io.shardwright.sample.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.KeySource;
import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.ShardStatus;
import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.move.MoveSettings;
import io.shardwright.sample.server.raft.RaftSettings;
import io.shardwright.sample.server.serve.Times;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Shards of a ShardSet in this JVM, each replica a whole server on its own ports; and a client of them. */
final class TestShards implements AutoCloseable {
    static final String UID = "11111111-aaaa-4bbb-8ccc-222222222222";
    static final int PARTITIONS = 16;
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    static {
        HELIDON.setLevel(Level.WARNING);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestPods pods = new TestPods();
    private final Path folder;
    private final KeySource keySource;
    private final RaftSettings raft;
    private final Map<String, ShardServer> servers = new TreeMap<>();
    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    TestShards(Path folder, KeySource keySource, RaftSettings raft) {
        this.folder = folder;
        this.keySource = keySource;
        this.raft = raft;
    }

    TestShards(Path folder) {
        this(folder, new KeySource.Path(2), new RaftSettings(500, 32 << 20, 50_000, 1_000));
    }

    static String pod(int shard, int replica) {
        return "t-" + shard + "-" + replica;
    }

    Path volume(String pod) {
        return folder.resolve(pod);
    }

    void start(int shard, int replica) throws IOException {
        start(shard, replica, UID);
    }

    void start(int shard, int replica, String uid) throws IOException {
        String pod = pod(shard, replica);
        var config = new ServerConfig(uid, shard, pod, PARTITIONS, keySource, volume(pod), pods.ports(pod), pods);
        var tuning = new ShardServer.Tuning(raft, Times.DEFAULT, MoveSettings.defaults());
        servers.put(pod, ShardServer.start(config, tuning, () -> {
            throw new AssertionError(pod + " can't go on");
        }));
    }

    /** Starts the replicas of a shard, founds it, and waits until a leader has. */
    void found(int shard, int replicas, String ranges) throws Exception {
        for (int i = 0; i < replicas; i++) {
            start(shard, i);
        }
        List<Member> members = members(shard, replicas);
        for (int i = 0; i < replicas; i++) {
            order(pod(shard, i), new MembersOrder(UID, members, new MembersOrder.Bootstrap(ranges)));
        }
        for (int i = 0; i < replicas; i++) {
            String pod = pod(shard, i);
            await(() -> management("GET", pod, Contract.READY_PATH, "").statusCode() == 200);
        }
    }

    List<Member> members(int shard, int replicas) throws Exception {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            members.add(new Member(status(pod(shard, i)).peer(), pod(shard, i)));
        }
        return members;
    }

    int order(String pod, MembersOrder order) throws Exception {
        return management("PUT", pod, Contract.MEMBERS_PATH, JSON.writeValueAsString(order))
                .statusCode();
    }

    ShardStatus status(String pod) throws Exception {
        return JSON.readValue(management("GET", pod, Contract.STATUS_PATH, "").body(), ShardStatus.class);
    }

    /** The pod that leads a shard, confirmed by a majority. */
    String leader(int shard, int replicas) throws Exception {
        String[] found = new String[1];
        await(() -> {
            for (int i = 0; i < replicas; i++) {
                String pod = pod(shard, i);
                if (servers.containsKey(pod) && status(pod).confirmed()) {
                    found[0] = pod;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    String follower(int shard, int replicas) throws Exception {
        String leader = leader(shard, replicas);
        for (int i = 0; i < replicas; i++) {
            if (!pod(shard, i).equals(leader) && servers.containsKey(pod(shard, i))) {
                return pod(shard, i);
            }
        }
        throw new AssertionError("no follower");
    }

    void stop(String pod) throws Exception {
        ShardServer server = servers.remove(pod);
        if (server != null) {
            server.close();
        }
    }

    void shutDown(String pod) throws Exception {
        ShardServer server = servers.remove(pod);
        if (server != null) {
            server.shutDown();
        }
    }

    MoveStatus move(MoveOrder order) throws Exception {
        String pod = pod(order.to(), 0);
        var answer = management("PUT", pod, Contract.MOVES_PATH + "/" + order.id(), JSON.writeValueAsString(order));
        if (answer.statusCode() != 200) {
            throw new AssertionError("order answered " + answer.statusCode() + ": " + new String(answer.body()));
        }
        return JSON.readValue(answer.body(), MoveStatus.class);
    }

    MoveStatus move(int shard, String id) throws Exception {
        var answer = management("GET", pod(shard, 0), Contract.MOVES_PATH + "/" + id, "");
        if (answer.statusCode() != 200) {
            throw new AssertionError("move answered " + answer.statusCode() + ": " + new String(answer.body()));
        }
        return JSON.readValue(answer.body(), MoveStatus.class);
    }

    HttpResponse<byte[]> management(String method, String pod, String path, String body) throws Exception {
        return send(pods.ports(pod).management(), method, path, body.getBytes(), Map.of());
    }

    HttpResponse<byte[]> data(String method, String pod, String path, byte[] body, Map<String, String> headers)
            throws Exception {
        return send(pods.ports(pod).data(), method, path, body, headers);
    }

    HttpResponse<byte[]> put(String pod, String path, String value) throws Exception {
        return data("PUT", pod, path, value.getBytes(), Map.of());
    }

    HttpResponse<byte[]> get(String pod, String path) throws Exception {
        return data("GET", pod, path, new byte[0], Map.of());
    }

    private HttpResponse<byte[]> send(int port, String method, String path, byte[] body, Map<String, String> headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends a request line as it stands, for what no client would send, and gives all that comes back. */
    String raw(String pod, String requestLine) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", pods.ports(pod).data())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((requestLine + "\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[1 << 12];
            // Every error is a short text with one line; the first has the headers' lines before it.
            while (!answer.toString().matches("(?s).*\r\n\r\n.*\n")) {
                int read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    break;
                }
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
            return answer.toString();
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body());
    }

    static String tag(HttpResponse<byte[]> response) {
        return response.headers().firstValue("ETag").orElse("none");
    }

    static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        @Nullable Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it didn't come about within " + PATIENCE, last);
    }

    @Override
    public void close() throws IOException {
        for (ShardServer server : servers.values()) {
            server.close();
        }
        http.shutdownNow();
    }
}
