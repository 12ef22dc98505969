package io.shardwright.sample.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardwright.contract.Contract;
import io.shardwright.contract.KeySource;
import io.shardwright.contract.Member;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.identity.Volume;
import io.shardwright.sample.server.peers.HostPort;
import io.shardwright.sample.server.peers.PeerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short life of two shards of three replicas each in one process on loopback, so that an AOT cache learns what servers load
 * and run: a group founded and joined, requests at leaders and followers, a move, a leader that steps down.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final String UID = "training";
    private static final int SHARDS = 2;
    private static final int REPLICAS = 3;
    private static final int PARTITIONS = 16;
    private static final String ALL = "0-15";
    private static final String HALF = "0-7";
    private static final int KEYS = 100;
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** An image is built without what isn't learnt by then. */
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final TrainingPods pods = new TrainingPods(SHARDS, REPLICAS);
    private final PeerClient client = new PeerClient(pods);
    private final List<ShardServer> servers = new ArrayList<>();
    private final long end = System.nanoTime() + LONGEST.toNanos();

    private Training() throws IOException {}

    static void run() throws IOException, InterruptedException {
        Training training = new Training();
        try {
            training.exercise();
            training.servers.getFirst().shutDown();
            LOG.atInfo().log("trained");
        } finally {
            for (ShardServer server : training.servers) {
                server.close();
            }
        }
    }

    private void exercise() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("training");
        for (int shard = 0; shard < SHARDS; shard++) {
            for (String pod : pods.names(shard)) {
                servers.add(start(folder.resolve(pod), shard, pod));
            }
        }
        join(0, REPLICAS - 1, new MembersOrder.Bootstrap(ALL));
        join(1, REPLICAS, new MembersOrder.Bootstrap(""));
        publish(1, List.of(new OwnershipMap.ShardRanges(0, ALL), new OwnershipMap.ShardRanges(1, "")));
        requests(pods.names(0).subList(0, REPLICAS - 1));
        join(0, REPLICAS, null);
        move();
        management(leader(0), "POST", Contract.STEP_DOWN_PATH, new byte[0]);
        requests(pods.names(0));
    }

    private ShardServer start(Path folder, int shard, String pod) throws IOException {
        var config =
                new ServerConfig(UID, shard, pod, PARTITIONS, new KeySource.Path(2), folder, pods.ports(pod), pods);
        return ShardServer.start(config, ShardServer.Tuning.DEFAULT, () -> {
            throw new IllegalStateException("the training server " + pod + " failed");
        });
    }

    /** Has the first replicas of a shard be its members, who found it if there is something to found it with. */
    private void join(int shard, int replicas, MembersOrder.@Nullable Bootstrap bootstrap)
            throws IOException, InterruptedException {
        List<Member> members = new ArrayList<>();
        for (String pod : pods.names(shard).subList(0, replicas)) {
            members.add(new Member(status(pod).get("peer").asText(), pod));
        }
        var order = new MembersOrder(UID, members, bootstrap);
        byte[] body = Volume.JSON.writeValueAsBytes(order);
        do {
            pause();
            for (Member member : members) {
                management(member.pod(), "PUT", Contract.MEMBERS_PATH, body);
            }
        } while (!areReady(members));
    }

    private boolean areReady(List<Member> members) throws IOException {
        for (Member member : members) {
            if (management(member.pod(), "GET", Contract.READY_PATH, new byte[0])
                            .status()
                    != 200) {
                return false;
            }
        }
        return true;
    }

    private void publish(long epoch, List<OwnershipMap.ShardRanges> ranges) throws IOException {
        byte[] map = Volume.JSON.writeValueAsBytes(new OwnershipMap(UID, epoch, PARTITIONS, ranges, List.of()));
        for (String pod : pods.names()) {
            management(pod, "PUT", Contract.MAP_PATH, map);
        }
    }

    private void move() throws IOException, InterruptedException {
        byte[] order = Volume.JSON.writeValueAsBytes(new MoveOrder("training", 0, 1, HALF, MoveOrder.Intent.RUN));
        String target = leader(1);
        management(target, "PUT", Contract.MOVES_PATH + "/training", order);
        while (!phase(target).equals(MovePhase.DONE.name())) {
            pause();
        }
    }

    private String phase(String pod) throws IOException {
        byte[] move = management(pod, "GET", Contract.MOVES_PATH + "/training", new byte[0])
                .body();
        return Volume.JSON.readTree(move).path("phase").asText();
    }

    private String leader(int shard) throws IOException, InterruptedException {
        while (true) {
            for (String pod : pods.names(shard)) {
                if (status(pod).path("confirmed").asBoolean()) {
                    return pod;
                }
            }
            pause();
        }
    }

    private JsonNode status(String pod) throws IOException {
        return Volume.JSON.readTree(management(pod, "GET", Contract.STATUS_PATH + "?loads=true", new byte[0])
                .body());
    }

    /** By turns to each member of shard 0, who pass on what isn't theirs. */
    private void requests(List<String> members) throws IOException {
        for (int i = 0; i < KEYS; i++) {
            HostPort to = pods.data(members.get(i % members.size()));
            String path = "/kv/key%20" + i;
            data(to, "PUT", path, ("value " + i).getBytes(StandardCharsets.UTF_8));
            data(to, "GET", path, new byte[0]);
            data(to, i % 4 == 0 ? "DELETE" : "GET", path, new byte[0]);
        }
        for (String pod : members) {
            data(pods.data(pod), "GET", "/kv?partition=3&limit=10", new byte[0]);
            management(pod, "GET", Contract.METRICS_PATH, new byte[0]);
        }
    }

    private PeerClient.Answer management(String pod, String method, String path, byte[] body) throws IOException {
        return client.call(pods.management(pod), method, path, Map.of(), body, CALL);
    }

    private void data(HostPort to, String method, String path, byte[] body) throws IOException {
        var answer = client.call(to, method, path, Map.of(), body, CALL);
        if (answer.status() >= 500) {
            throw new IOException(method + " " + path + " was answered with " + answer.status());
        }
    }

    private void pause() throws InterruptedException {
        if (System.nanoTime() > end) {
            throw new IllegalStateException("not trained within " + LONGEST);
        }
        Thread.sleep(PAUSE);
    }
}
