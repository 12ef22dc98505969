package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.contract.Partitioner;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.crds.v1alpha1.ShardSet;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.sample.server.move.MoveSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that a run consists of. */
final class World {
    final Random random;
    final @Nullable Plant plant;
    final int partitions;
    final String uid;
    final Timeline time = new Timeline();
    final Network network;
    final Plants plants;
    final Checker checker;
    final Calls calls;
    final ApiServer api;
    /** Whether faults have stopped. */
    boolean calm;

    private final @Nullable List<String> trace;
    private final MoveSettings settings;
    private final TreeMap<String, Pod> pods = new TreeMap<>();
    private final Map<String, PodAddress> addresses = new HashMap<>();

    World(Random random, @Nullable Plant plant, ShardSetSpec spec, @Nullable List<String> trace) {
        this.random = random;
        this.plant = plant;
        this.trace = trace;
        this.partitions = spec.partitions();
        this.uid = newId();
        this.network = new Network(time, random);
        this.plants = new Plants(this);
        this.checker = new Checker(this);
        this.calls = new Calls(this);
        var shardSet = new ShardSet();
        shardSet.getMetadata().setName("store");
        shardSet.getMetadata().setNamespace("simulation");
        shardSet.getMetadata().setUid(uid);
        shardSet.setSpec(spec);
        this.api = new ApiServer(this, shardSet);
        this.settings = new MoveSettings(
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofSeconds(6),
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                120,
                64,
                2,
                4,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Duration.ofDays(1),
                random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(800)) : Duration.ZERO);
    }

    /** Times of moves, shorter than in a cluster, and pages so small that a copy takes several. */
    MoveSettings settings() {
        return settings;
    }

    String newId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    void trace(Supplier<String> line) {
        if (trace != null) {
            trace.add("%9.3f s  %s".formatted(time.now() / 1e9, line.get()));
        }
    }

    int partitionOf(String key) {
        return Partitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    static String podName(int shard, int ordinal) {
        return "store-" + shard + "-" + ordinal;
    }

    PodAddress address(String pod) {
        return addresses.computeIfAbsent(pod, name -> PodAddress.ofIp(name, "10.0.0.1"));
    }

    @Nullable
    Pod pod(String name) {
        return pods.get(name);
    }

    List<Pod> pods() {
        return List.copyOf(pods.values());
    }

    List<Pod> podsOf(int shard) {
        var found = new ArrayList<Pod>();
        for (Pod pod : pods.values()) {
            if (pod.shard == shard) {
                found.add(pod);
            }
        }
        return found;
    }

    /** The running replica of this member; null while its pod is down, has another volume or no group. */
    @Nullable
    Replica replica(Member member) {
        Pod pod = pods.get(member.pod());
        return pod == null || !pod.isUp() || !pod.disk().peer.equals(member.peer()) ? null : pod.replica();
    }

    void addPod(int shard, int ordinal, int incarnation) {
        Pod pod = new Pod(this, podName(shard, ordinal), shard, incarnation, new Disk(uid, shard, newId()));
        pods.put(pod.name, pod);
        pod.start();
    }

    void removePod(Pod pod) {
        pod.crash();
        pods.remove(pod.name, pod);
    }
}
