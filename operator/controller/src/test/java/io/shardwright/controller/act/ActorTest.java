package io.shardwright.controller.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardwright.contract.MoveOrder;
import io.shardwright.controller.ApiClient;
import io.shardwright.controller.apply.ObjectApplier;
import io.shardwright.controller.gate.Scene;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.controller.shardcalls.ContractClient;
import io.shardwright.controller.shardcalls.Fanout;
import io.shardwright.controller.shardcalls.PodAddress;
import io.shardwright.controller.step.Step;
import io.shardwright.planner.ShardId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server forbids everything; a pod takes every order. */
@SuppressWarnings("NullAway") // Deletions and orders look nothing up.
class ActorTest {
    private static final ShardId SHARD = new ShardId(1);

    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private HttpServer apiServer;
    private HttpServer pod;

    @BeforeEach
    void start() throws IOException {
        apiServer = server(403);
        pod = server(200);
    }

    private HttpServer server(int status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().getPath());
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        apiServer.stop(0);
        pod.stop(0);
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Outcome carryOut(List<Step> steps) throws InterruptedException {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url(apiServer))
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client = ApiClient.create(config, registry);
                var contract = new ContractClient(registry);
                var fanout = new Fanout()) {
            return actor(client, new ShardOrders(contract, fanout))
                    .carryOut(new Scene(2, 1, "").observe(), steps, null);
        }
    }

    private static Actor actor(KubernetesClient client, ShardOrders orders) {
        return new Actor(
                client, new ObjectApplier(client), orders, new RouterImages("agent", "proxy"), InstantSource.system());
    }

    @Test
    void aDeletionThatIsForbiddenHoldsUpTheNextOnesAndNoOrder() throws Exception {
        var order = new MoveOrder("m", 0, 1, "3", MoveOrder.Intent.RUN);

        var outcome = carryOut(List.of(
                new Step.DeleteClaim(SHARD, "data-plain-1-0", "claim", "it begins anew"),
                new Step.RestartPod(SHARD, "plain-1-0", "pod", "it begins anew"),
                new Step.OrderMove(order, new PodAddress("plain-1-0", URI.create(url(pod))))));

        assertThat(outcome.failure())
                .hasValueSatisfying(e -> assertThat(e.getCode()).isEqualTo(403));
        assertThat(requests)
                .containsExactly(
                        "DELETE /api/v1/namespaces/shop/persistentvolumeclaims/data-plain-1-0",
                        "PUT /shard/v1/moves/m");
    }
}
