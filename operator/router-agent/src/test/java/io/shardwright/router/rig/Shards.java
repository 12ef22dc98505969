package io.shardwright.router.rig;

import io.shardwright.contract.KeySource;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.RoutingView;
import io.shardwright.router.view.Endpoint;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The shards of a ShardSet named {@code store}, on loopback; all their pods know all that is set here. */
public final class Shards implements AutoCloseable {
    /** Below the ports that the system gives to connections: one of those may be gone before a server listens on it. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS = 10_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PORTS));
    private static int networks = 40;

    private final int partitions;
    private final KeySource keySource;
    private final int network;
    private final int dataPort = freePort();
    private final int managementPort = freePort();
    private final TreeMap<String, Pod> pods = new TreeMap<>();
    private final TreeMap<String, Integer> shardOf = new TreeMap<>();
    private final Map<Integer, String> leaders = new HashMap<>();
    private @Nullable OwnershipMap map;
    private int addresses;

    public Shards(int partitions, KeySource keySource) {
        this.partitions = partitions;
        this.keySource = keySource;
        synchronized (Shards.class) {
            network = networks++;
        }
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (var probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
    }

    /** Starts one more pod of a shard. */
    public synchronized Pod add(int shard, int replica) throws IOException {
        addresses++;
        String name = "store-" + shard + "-" + replica;
        var pod = new Pod(this, shard, name, "127." + network + "." + addresses / 250 + "." + (addresses % 250 + 1));
        pods.put(name, pod);
        shardOf.put(name, shard);
        return pod;
    }

    /** The cluster doesn't list the pod any more. It goes on running. */
    public synchronized Pod unlist(String pod) {
        shardOf.remove(pod);
        return java.util.Objects.requireNonNull(pods.get(pod));
    }

    /** What the cluster lists. */
    public synchronized SortedMap<Integer, List<Endpoint>> endpoints() {
        var listed = new TreeMap<Integer, List<Endpoint>>();
        shardOf.forEach((name, shard) -> listed.merge(
                shard,
                List.of(java.util.Objects.requireNonNull(pods.get(name)).endpoint()),
                (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList()));
        return listed;
    }

    /** All pods tell of this leader from now on. */
    public synchronized void lead(int shard, String pod) {
        leaders.put(shard, pod);
        notifyAll();
    }

    /** All pods have this map from now on. */
    public synchronized void map(OwnershipMap newer) {
        map = newer;
        notifyAll();
    }

    synchronized RoutingView await(int shard, String leader, long after, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!news(shard, leader, after)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return new RoutingView(shard, leaders.get(shard), map);
    }

    private boolean news(int shard, String leader, long after) {
        return !leaders.getOrDefault(shard, "").equals(leader) || (map != null && map.epoch() > after);
    }

    int partitions() {
        return partitions;
    }

    KeySource keySource() {
        return keySource;
    }

    public int dataPort() {
        return dataPort;
    }

    public int managementPort() {
        return managementPort;
    }

    @Override
    public void close() throws IOException {
        for (Pod pod : pods.values()) {
            pod.close();
        }
    }
}
