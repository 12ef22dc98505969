package io.shardwright.router.source;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardwright.contract.Contract;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.RoutingView;
import io.shardwright.router.view.Endpoint;
import io.shardwright.router.view.Origin;
import io.shardwright.router.view.RouterView;
import io.shardwright.router.view.ViewStore;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the shards themselves: one pod of each, by a long poll that ends at once when the shard has another leader, or when it
 * has heard of a newer map. So leaders are known within a round trip, and maps without the API server.
 *
 * <p>A follower is asked rather than the leader, because it is the one that lives to tell when the leader dies. Only a few
 * shards are asked to tell about newer maps, because each of them sends the whole map.
 */
public final class ShardSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSource.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** How many shards tell about newer maps at once; the others tell with their next answer. */
    private static final int MAP_TELLERS = 3;

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** Between two questions to one shard, so that an application that never waits isn't asked in a tight loop. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private final ViewStore store;
    private final int port;
    private final HttpClient http;
    private final Map<Integer, Thread> polls = new HashMap<>();

    /**
     * A source that isn't started yet.
     *
     * @param port the management port of the shards' pods
     */
    public ShardSource(ViewStore store, int port) {
        this.store = store;
        this.port = port;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** Starts asking the shards that are known, and those that come to be known. */
    public void start() {
        store.onChange(this::followShards);
        followShards();
    }

    /** How long a poll may stay open: 5 s, and a tenth of a second more for each shard, at most 60 s. */
    static Duration wait(int shards) {
        return Duration.ofSeconds(Math.min(60, 5 + shards / 10));
    }

    @Override
    public synchronized void close() {
        polls.values().forEach(Thread::interrupt);
        polls.clear();
        http.shutdownNow();
    }

    private synchronized void followShards() {
        var shards = store.view().endpoints().keySet();
        polls.entrySet().removeIf(poll -> {
            boolean gone = !shards.contains(poll.getKey());
            if (gone) {
                poll.getValue().interrupt();
            }
            return gone;
        });
        for (int shard : shards) {
            polls.computeIfAbsent(
                    shard, s -> Thread.ofVirtual().name("shard-" + s).start(() -> follow(s)));
        }
    }

    private void follow(int shard) {
        int turn = 0;
        Duration pause = SHORTEST_PAUSE;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                RouterView before = store.view();
                long start = System.nanoTime();
                boolean answered = ask(shard, turn);
                boolean tookItsTime = System.nanoTime() - start > LONGEST_PAUSE.toNanos();
                if (!answered) {
                    turn++;
                }
                boolean useful = answered && (tookItsTime || store.view() != before);
                pause = useful ? SHORTEST_PAUSE : longer(pause);
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Asks once; false where nobody could be asked or the answer was no use. */
    private boolean ask(int shard, int turn) throws InterruptedException {
        RouterView view = store.view();
        Endpoint pod = choose(view.endpointsOf(shard), view.leaders().get(shard), turn);
        if (pod == null) {
            return false;
        }
        try {
            var response = http.send(request(view, shard, pod), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                return false;
            }
            take(shard, JSON.readValue(response.body(), RoutingView.class));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            LOG.atDebug()
                    .addKeyValue("pod", pod.pod())
                    .addKeyValue("problem", e.toString())
                    .log("no answer");
            return false;
        }
    }

    private void take(int shard, RoutingView answer) {
        if (answer.shard() != shard) {
            LOG.atWarn()
                    .addKeyValue("asked", shard)
                    .addKeyValue("answered", answer.shard())
                    .log("another shard answered");
            return;
        }
        store.reportLeader(shard, answer.leaderPod());
        OwnershipMap map = answer.map();
        if (map != null) {
            store.offerMap(map, Origin.SHARD);
        }
    }

    private HttpRequest request(RouterView view, int shard, Endpoint pod) {
        Duration wait = wait(view.endpoints().size());
        boolean tellsMaps = view.endpoints().headMap(shard).size() < MAP_TELLERS;
        String leader = view.leaders().getOrDefault(shard, "");
        String host = pod.address().indexOf(':') < 0 ? pod.address() : "[" + pod.address() + "]";
        String query = Contract.AFTER_PARAMETER + "=" + (tellsMaps ? view.epoch() : Long.MAX_VALUE) + "&"
                + Contract.LEADER_PARAMETER + "=" + URLEncoder.encode(leader, StandardCharsets.UTF_8) + "&"
                + Contract.WAIT_PARAMETER + "=" + wait.toSeconds();
        return HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + Contract.MAP_PATH + "?" + query))
                .timeout(wait.plus(GRACE))
                .header("User-Agent", "shardwright-router")
                .build();
    }

    /** A follower that serves, else anyone that does, else anyone; another one each turn. */
    static @Nullable Endpoint choose(List<Endpoint> endpoints, @Nullable String leader, int turn) {
        var serving = endpoints.stream()
                .filter(endpoint -> endpoint.serving() && !endpoint.terminating())
                .toList();
        var followers = serving.stream()
                .filter(endpoint -> !endpoint.pod().equals(leader))
                .toList();
        // Every third turn anyone is asked, in case what the cluster says of readiness is old.
        var choice = turn % 3 == 2 || serving.isEmpty() ? endpoints : followers.isEmpty() ? serving : followers;
        return choice.isEmpty() ? null : choice.get(turn % choice.size());
    }
}
