package io.shardwright.sample.server;

import io.shardwright.sample.server.config.ServerConfig;
import io.shardwright.sample.server.peers.HostPort;
import io.shardwright.sample.server.peers.PodDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Pods on loopback: a pod keeps its ports over restarts, as it keeps its name in a cluster. */
final class TestPods implements PodDirectory {
    /** Below the ports that the system gives to connections: one of those may be gone before a server listens on it. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PORTS));

    private final Map<String, ServerConfig.Ports> ports = new ConcurrentHashMap<>();

    ServerConfig.Ports ports(String pod) {
        return ports.computeIfAbsent(pod, p -> new ServerConfig.Ports(freePort(), freePort(), freePort()));
    }

    private static int freePort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(NEXT.getAndIncrement(), PORTS);
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(false);
                probe.bind(new InetSocketAddress(port));
                return port;
            } catch (IOException taken) {
                // The next one, then.
            }
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
