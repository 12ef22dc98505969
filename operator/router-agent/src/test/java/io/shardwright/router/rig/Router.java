package io.shardwright.router.rig;

import io.shardwright.contract.KeySource;
import io.shardwright.router.Agent;
import io.shardwright.router.files.RouterFiles;
import io.shardwright.router.settings.RouterPorts;
import io.shardwright.router.settings.RouterSettings;
import io.shardwright.router.source.ShardSource;
import io.shardwright.router.status.AgentMetrics;
import io.shardwright.router.status.Readiness;
import io.shardwright.router.view.ViewStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A router pod on loopback, without a Kubernetes: what the API server would say is put into {@link #store}. */
public final class Router implements AutoCloseable {
    /** Uid of the ShardSet. */
    public static final String UID = "4c4cf0b0-0000-4000-8000-000000000001";

    private final RouterSettings settings;
    private ViewStore store;
    private Readiness readiness;
    private AgentMetrics metrics;
    private Agent agent;
    private @Nullable ShardSource shards;
    private Haproxy haproxy;

    /** Starts agent and HAProxy. */
    public Router(int partitions, KeySource keySource, int dataPort, int managementPort) throws IOException {
        settings = new RouterSettings(
                "test",
                "store",
                UID,
                partitions,
                keySource,
                new RouterFiles(Files.createTempDirectory("router")),
                new RouterPorts(Shards.freePort(), Shards.freePort(), 0, dataPort, managementPort));
        store = new ViewStore(UID, partitions);
        readiness = new Readiness(InstantSource.system());
        metrics = new AgentMetrics(store, readiness, () -> false);
        agent = new Agent(settings, store, readiness, metrics);
        agent.start();
        haproxy = new Haproxy(settings.files());
        Awaitility.await("HAProxy answers")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> readiness.state().reachable());
    }

    /** A router of these shards. */
    public static Router of(Shards shards) throws IOException {
        return new Router(shards.partitions(), shards.keySource(), shards.dataPort(), shards.managementPort());
    }

    /** Asks the shards themselves from now on. */
    public void askShards() {
        shards = new ShardSource(store, settings.ports().shardManagement());
        shards.start();
    }

    /** Ends the agent, as a crash would. */
    public void stopAgent() throws InterruptedException {
        if (shards != null) {
            shards.close();
            shards = null;
        }
        agent.close();
    }

    /** Starts another agent in the same folder, which knows nothing but what it finds there. */
    public void startAgent() throws IOException {
        store = new ViewStore(UID, settings.partitions());
        readiness = new Readiness(InstantSource.system());
        metrics = new AgentMetrics(store, readiness, () -> false);
        agent = new Agent(settings, store, readiness, metrics);
        agent.start();
    }

    /** Kills HAProxy and starts it again from the files that are there. */
    public void restartHaproxy() throws IOException, InterruptedException {
        haproxy.kill();
        haproxy = new Haproxy(settings.files());
    }

    /** Waits until users' requests can be answered. */
    public void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(readiness.whyNotReady())
                        .isNull());
    }

    /** Waits until HAProxy routes by the map of this epoch. */
    public void awaitEpoch(long epoch) {
        Awaitility.await("epoch " + epoch)
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> readiness.state().loadedEpoch() == epoch);
    }

    public ViewStore store() {
        return store;
    }

    public Readiness readiness() {
        return readiness;
    }

    public AgentMetrics metrics() {
        return metrics;
    }

    public RouterSettings settings() {
        return settings;
    }

    /** A new client of this router. */
    public Client client() {
        return new Client(settings.ports().users());
    }

    @Override
    public void close() throws Exception {
        if (shards != null) {
            shards.close();
        }
        agent.close();
        haproxy.close();
        Path folder = settings.files().folder();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
