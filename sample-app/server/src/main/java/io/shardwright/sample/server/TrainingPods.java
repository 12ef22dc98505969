package io.shardwright.sample.server;

import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.peers.HostPort;
import io.shardwright.sample.server.peers.PodDirectory;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Pods that are all in this process, each on ports of its own. */
final class TrainingPods implements PodDirectory {
    private static final String HOST = "127.0.0.1";

    private final Map<String, ServerConfig.Ports> ports = new TreeMap<>();
    private final int replicas;

    TrainingPods(int shards, int replicas) throws IOException {
        this.replicas = replicas;
        List<Integer> free = freePorts(3 * shards * replicas);
        for (int shard = 0; shard < shards; shard++) {
            for (String pod : names(shard)) {
                ports.put(pod, new ServerConfig.Ports(free.removeLast(), free.removeLast(), free.removeLast()));
            }
        }
    }

    /** The pods of a shard, by ascending replica. */
    List<String> names(int shard) {
        List<String> names = new ArrayList<>();
        for (int replica = 0; replica < replicas; replica++) {
            names.add("training-" + shard + "-" + replica);
        }
        return names;
    }

    /** All pods. */
    List<String> names() {
        return List.copyOf(ports.keySet());
    }

    ServerConfig.Ports ports(String pod) {
        return Objects.requireNonNull(ports.get(pod), pod);
    }

    HostPort data(String pod) {
        return new HostPort(HOST, ports(pod).data());
    }

    @Override
    public HostPort peer(String pod) {
        return new HostPort(HOST, ports(pod).peer());
    }

    @Override
    public HostPort management(String pod) {
        return new HostPort(HOST, ports(pod).management());
    }

    @Override
    public List<HostPort> shard(int shard) {
        return names(shard).stream().map(this::management).toList();
    }

    @Override
    public String podAt(String peerAddress) {
        return ports.entrySet().stream()
                .filter(pod -> peerAddress.endsWith(":" + pod.getValue().peer()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(peerAddress);
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
}
