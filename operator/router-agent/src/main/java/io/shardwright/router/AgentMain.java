package io.shardwright.router;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.shardwright.router.settings.RouterSettings;
import io.shardwright.router.source.KubernetesSource;
import io.shardwright.router.source.ShardSource;
import io.shardwright.router.status.AgentMetrics;
import io.shardwright.router.status.Readiness;
import io.shardwright.router.status.StatusServer;
import io.shardwright.router.view.ViewStore;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's process. */
public final class AgentMain {
    /** Set to {@code 1}: start everything once against a folder of its own, without a cluster, and exit with 0. */
    static final String ENV_TRAIN = "SHARDWRIGHT_TRAIN";

    private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);
    private static final String USER_AGENT = "shardwright-router";

    private AgentMain() {}

    /** Runs until the process is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if ("1".equals(System.getenv(ENV_TRAIN))) {
            Training.run();
            return;
        }
        RouterSettings settings;
        try {
            settings = RouterSettings.of(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            System.exit(2);
            return;
        }
        try (var running = start(settings, new ConfigBuilder().build())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> LOG.info("ending; HAProxy goes on")));
            running.agent().join();
        }
    }

    /** Starts all parts; none of them waits for the API server or HAProxy. */
    static Running start(RouterSettings settings, Config config) throws IOException {
        config.setUserAgent(USER_AGENT);
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        var store = new ViewStore(settings.shardSetUid(), settings.partitions());
        var readiness = new Readiness(InstantSource.system());
        var kubernetes = new KubernetesSource(client, settings, store);
        var metrics = new AgentMetrics(store, readiness, kubernetes::connected);
        var status = new StatusServer(settings.ports().status(), readiness, metrics);
        var agent = new Agent(settings, store, readiness, metrics);
        var shards = new ShardSource(store, settings.ports().shardManagement());
        agent.start();
        shards.start();
        kubernetes.start();
        LOG.atInfo()
                .addKeyValue("shardSet", settings.namespace() + "/" + settings.shardSet())
                .addKeyValue("partitions", settings.partitions())
                .addKeyValue("key", settings.keySource().text())
                .log("router agent started");
        return new Running(client, kubernetes, shards, status, agent);
    }

    /** The parts of a started agent. */
    record Running(
            KubernetesClient client, KubernetesSource kubernetes, ShardSource shards, StatusServer status, Agent agent)
            implements AutoCloseable {
        @Override
        public void close() throws InterruptedException {
            kubernetes.close();
            client.close();
            shards.close();
            status.close();
            agent.close();
        }
    }
}
