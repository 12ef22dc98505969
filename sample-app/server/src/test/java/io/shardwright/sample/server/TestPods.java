package io.shardwright.sample.server;

import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.peers.HostPort;
import io.shardwright.sample.server.peers.PodDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Pods on loopback: a pod keeps its ports over restarts, as it keeps its name in a cluster. */
final class TestPods implements PodDirectory {
    private final Map<String, ServerConfig.Ports> ports = new ConcurrentHashMap<>();

    ServerConfig.Ports ports(String pod) {
        return ports.computeIfAbsent(pod, p -> freePorts());
    }

    private static ServerConfig.Ports freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> free =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return new ServerConfig.Ports(free.get(0), free.get(1), free.get(2));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public HostPort peer(String pod) {
        return new HostPort("127.0.0.1", ports(pod).peer());
    }

    @Override
    public HostPort management(String pod) {
        return new HostPort("127.0.0.1", ports(pod).management());
    }

    @Override
    public List<HostPort> shard(int shard) {
        return ports.keySet().stream()
                .filter(p -> p.startsWith("t-" + shard + "-"))
                .sorted(Comparator.reverseOrder())
                .map(this::management)
                .toList();
    }

    @Override
    public String podAt(String peerAddress) {
        return ports.entrySet().stream()
                .filter(e -> peerAddress.endsWith(":" + e.getValue().peer()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(peerAddress);
    }
}
