package io.shardwright.sample.server;

import io.shardwright.contract.Contract;
import io.shardwright.contract.KeySource;
import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.peers.HostPort;
import io.shardwright.sample.server.peers.PeerClient;
import io.shardwright.sample.server.peers.PodDirectory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A short life of a shard of one replica on loopback, so that an AOT cache learns what a server loads and runs. */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final String UID = "training";
    private static final String POD = "training-0-0";
    private static final int PARTITIONS = 16;
    private static final int REQUESTS = 300;
    private static final Duration CALL = Duration.ofSeconds(10);

    private final ServerConfig config;
    private final PeerClient client;

    private Training(ServerConfig config) {
        this.config = config;
        this.client = new PeerClient(config.pods());
    }

    static void run() throws IOException, InterruptedException {
        List<Integer> ports = freePorts(3);
        Loopback pods = new Loopback(ports.get(1), ports.get(2));
        Path folder = Files.createTempDirectory("training");
        ServerConfig config = new ServerConfig(
                UID,
                0,
                POD,
                PARTITIONS,
                new KeySource.Path(2),
                folder,
                new ServerConfig.Ports(ports.get(0), ports.get(1), ports.get(2)),
                pods);
        ShardServer server = ShardServer.start(config, ShardServer.Tuning.DEFAULT, () -> {
            throw new IllegalStateException("the training server failed");
        });
        new Training(config).exercise();
        server.shutDown();
        LOG.atInfo().addKeyValue("requests", REQUESTS).log("trained");
    }

    private void exercise() throws IOException, InterruptedException {
        String peer = Volume.JSON
                .readTree(management("GET", Contract.STATUS_PATH, new byte[0]).body())
                .get("peer")
                .asText();
        var order = new MembersOrder(
                UID, List.of(new Member(peer, POD)), new MembersOrder.Bootstrap("0-" + (PARTITIONS - 1)));
        management("PUT", Contract.MEMBERS_PATH, Volume.JSON.writeValueAsBytes(order));
        var map = new OwnershipMap(
                UID, 1, PARTITIONS, List.of(new OwnershipMap.ShardRanges(0, "0-" + (PARTITIONS - 1))), List.of());
        management("PUT", Contract.MAP_PATH, Volume.JSON.writeValueAsBytes(map));
        while (management("GET", Contract.READY_PATH, new byte[0]).status() != 200) {
            Thread.sleep(Duration.ofMillis(50));
        }
        for (int i = 0; i < REQUESTS / 3; i++) {
            String path = "/kv/key%20" + i;
            byte[] value = ("value " + i).getBytes(StandardCharsets.UTF_8);
            data("PUT", path, value);
            data("GET", path, new byte[0]);
            data(i % 2 == 0 ? "DELETE" : "GET", path, new byte[0]);
        }
        data("GET", "/kv?partition=3&limit=10", new byte[0]);
        management("GET", Contract.STATUS_PATH + "?loads=true", new byte[0]);
        management("GET", Contract.METRICS_PATH, new byte[0]);
    }

    private PeerClient.Answer management(String method, String path, byte[] body) throws IOException {
        return client.call(new HostPort("127.0.0.1", config.ports().management()), method, path, Map.of(), body, CALL);
    }

    private void data(String method, String path, byte[] body) throws IOException {
        var answer = client.call(new HostPort("127.0.0.1", config.ports().data()), method, path, Map.of(), body, CALL);
        if (answer.status() >= 500) {
            throw new IOException(method + " " + path + " was answered with " + answer.status());
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0);
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** The only pod there is. */
    private record Loopback(int management, int peer) implements PodDirectory {
        @Override
        public HostPort peer(String pod) {
            return new HostPort("127.0.0.1", peer);
        }

        @Override
        public HostPort management(String pod) {
            return new HostPort("127.0.0.1", management);
        }

        @Override
        public List<HostPort> shard(int shard) {
            return List.of(management(POD));
        }

        @Override
        public String podAt(String peerAddress) {
            return POD;
        }
    }
}
