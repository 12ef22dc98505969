package io.shardwright.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.controller.act.Actor;
import io.shardwright.controller.act.ShardOrders;
import io.shardwright.controller.apply.ObjectApplier;
import io.shardwright.controller.observe.NodeZones;
import io.shardwright.controller.observe.Observer;
import io.shardwright.controller.observe.StatusPoller;
import io.shardwright.controller.observe.StorageClasses;
import io.shardwright.controller.report.Reporter;
import io.shardwright.controller.report.ShardSetGauges;
import io.shardwright.controller.shardcalls.ContractClient;
import io.shardwright.controller.shardcalls.Fanout;
import io.shardwright.controller.shardset.ShardSetReconciler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;

/** Wires the parts together and runs them. */
public final class OperatorProcess implements AutoCloseable {
    /** Bursts of events about one ShardSet are worth one round in this time. */
    private static final Duration SHORTEST_ROUND = Duration.ofMillis(200);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Operator operator;
    private final ManagementServer management;
    private final ContractClient contract;
    private final NodeZones zones;
    private final StorageClasses classes;
    private final Fanout fanout = new Fanout();
    private final Optional<Leadership> leadership;

    public OperatorProcess(OperatorConfig config, KubernetesClient client, PrometheusMeterRegistry registry)
            throws IOException {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        var clock = InstantSource.system();
        contract = new ContractClient(registry);
        zones = new NodeZones(client);
        classes = new StorageClasses(client);
        leadership = config.leaseNamespace()
                .map(namespace -> new Leadership(
                        client,
                        namespace,
                        config.identity().orElseGet(() -> UUID.randomUUID().toString())));
        operator = new Operator(overrider -> configure(overrider, leadership, client, registry));
        var reporter = new Reporter(client, new ShardSetGauges(registry));
        operator.register(
                new ShardSetReconciler(
                        new Observer(new StatusPoller(contract, fanout), zones, classes, clock),
                        new Actor(
                                client,
                                new ObjectApplier(client),
                                new ShardOrders(contract, fanout),
                                config.routerImages(),
                                clock),
                        reporter,
                        registry),
                overrider -> overrider.withRateLimiter(new LinearRateLimiter(SHORTEST_ROUND, 1)));
        management = new ManagementServer(config.port(), operator.getRuntimeInfo(), () -> {
            reporter.forgetGone(clock.instant());
            return registry.scrape();
        });
    }

    private static void configure(
            ConfigurationServiceOverrider overrider,
            Optional<Leadership> leadership,
            KubernetesClient client,
            PrometheusMeterRegistry registry) {
        overrider
                .withKubernetesClient(client)
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                .withCloseClientOnStop(false)
                .withReconciliationTerminationTimeout(STOP_TIMEOUT);
        leadership.ifPresent(l -> overrider.withLeaderElectionConfiguration(l.configuration()));
    }

    /** Starts; returns when it leads, or at once where there is no leader election. Stops with the process. */
    public void start() {
        management.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        zones.start();
        classes.start();
        operator.start();
    }

    /** Port of health and metrics. */
    public int port() {
        return management.port();
    }

    @Override
    public void close() {
        leadership.ifPresent(Leadership::stopping);
        operator.stop();
        leadership.ifPresent(Leadership::release);
        management.close();
        contract.close();
        zones.close();
        classes.close();
        fanout.close();
    }
}
