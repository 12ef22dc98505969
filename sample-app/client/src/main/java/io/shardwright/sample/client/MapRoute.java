package io.shardwright.sample.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.contract.Partitioner;
import io.shardwright.contract.RoutingView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the leader of the shard that owns the key, by the map that the shards themselves hold.
 *
 * <p>The map is asked for again when an answer came from another shard than expected or a pod couldn't be reached; a wrong
 * map costs a hop, never an error, because shards forward. The operator and the routers aren't needed.
 */
public final class MapRoute implements Route {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http;
    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final IntFunction<URI> shardAddress;
    private final IntFunction<URI> mapAddress;
    private final java.util.function.Function<String, URI> podAddress;
    private final AtomicReference<OwnershipTable> table;
    private final Map<Integer, URI> leaders = new ConcurrentHashMap<>();
    private final Semaphore refreshing = new Semaphore(1);

    private MapRoute(
            HttpClient http,
            IntFunction<URI> shardAddress,
            IntFunction<URI> mapAddress,
            java.util.function.Function<String, URI> podAddress,
            OwnershipTable table) {
        this.http = http;
        this.shardAddress = shardAddress;
        this.mapAddress = mapAddress;
        this.podAddress = podAddress;
        this.table = new AtomicReference<>(table);
    }

    /**
     * Fetches the map from shard 0 of a ShardSet in this cluster.
     *
     * @param domain what follows the headless Service's name: {@code ""} within the namespace, else e.g. {@code
     *     ".shop.svc"}
     * @throws IOException if no pod of the shard gives a map
     */
    public static MapRoute inCluster(HttpClient http, String shardSet, String domain) throws IOException {
        return fetch(
                http,
                shard -> address(Contract.shardName(shardSet, shard) + domain, Contract.DATA_PORT),
                shard -> address(Contract.shardName(shardSet, shard) + domain, Contract.MANAGEMENT_PORT),
                pod -> address(Contract.podHost(pod) + domain, Contract.DATA_PORT));
    }

    private static URI address(String host, int port) {
        return URI.create("http://" + host + ":" + port);
    }

    /** Like {@link #inCluster}, with addresses given by the caller: of shards, of the maps they hold, and of pods. */
    public static MapRoute fetch(
            HttpClient http,
            IntFunction<URI> shardAddress,
            IntFunction<URI> mapAddress,
            java.util.function.Function<String, URI> podAddress)
            throws IOException {
        OwnershipMap nobody = new OwnershipMap("", 0, 1, List.of(), List.of());
        MapRoute route = new MapRoute(http, shardAddress, mapAddress, podAddress, OwnershipTable.of(nobody));
        route.ask(0);
        if (route.epoch() == 0) {
            throw new IOException("shard 0 at " + mapAddress.apply(0) + " holds no map yet");
        }
        return route;
    }

    /** Epoch of the map in use. */
    public long epoch() {
        return current().epoch();
    }

    @Override
    public List<URI> targets(byte[] key) {
        OwnershipTable map = current();
        int owner = map.owner(Partitioner.partitionOf(key, map.partitions()));
        int shard = Math.max(owner, 0);
        List<URI> targets = new ArrayList<>(2);
        URI leader = leaders.get(shard);
        if (leader == null) {
            refresh(shard);
            leader = leaders.get(shard);
        }
        if (leader != null) {
            targets.add(leader);
        }
        targets.add(shardAddress.apply(shard));
        return targets;
    }

    @Override
    public void learn(byte[] key, Answer.Origin origin) {
        OwnershipTable map = current();
        if (origin.shard() >= 0 && map.owner(Partitioner.partitionOf(key, map.partitions())) != origin.shard()) {
            refresh(origin.shard());
        }
    }

    @Override
    public void unreachable(URI target) {
        leaders.values().removeIf(target::equals);
    }

    private OwnershipTable current() {
        return java.util.Objects.requireNonNull(table.get());
    }

    /** Asks unless somebody is asking already: callers go on with what there is. */
    private void refresh(int shard) {
        if (!refreshing.tryAcquire()) {
            return;
        }
        try {
            ask(shard);
        } catch (IOException e) {
            leaders.remove(shard);
        } finally {
            refreshing.release();
        }
    }

    private void ask(int shard) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(mapAddress.apply(shard).resolve(Contract.MAP_PATH))
                .timeout(ASK_TIMEOUT)
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + response.statusCode());
            }
            adopt(json.readValue(response.body(), RoutingView.class));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking for the map", e);
        }
    }

    private void adopt(RoutingView view) {
        String leader = view.leaderPod();
        if (leader != null) {
            leaders.put(view.shard(), podAddress.apply(leader));
        }
        @Nullable OwnershipMap map = view.map();
        if (map != null) {
            OwnershipTable fresh = OwnershipTable.of(map);
            table.updateAndGet(held -> held != null && held.epoch() >= fresh.epoch() ? held : fresh);
        }
    }
}
