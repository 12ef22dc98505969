package io.shardwright.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.controller.metrics.MetricNames;
import io.shardwright.controller.render.RouterImages;
import io.shardwright.crds.apiserver.ApiServer;
import io.shardwright.crds.v1alpha1.ShardSet;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** The whole operator in this process against a real API server, and a namespace for one test. */
final class RunningOperator implements AutoCloseable {
    private final String namespace;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KubernetesClient client;
    private final OperatorProcess operator;

    /** @param name first part of the namespace's */
    RunningOperator(ApiServer server, String name) throws IOException {
        namespace = name + "-" + UUID.randomUUID();
        client = server.client();
        operator = process(client, registry, Optional.empty(), Optional.empty());
    }

    /**
     * An operator that isn't started. Its client tries again, as in production and unlike the fixture's: a definition that is
     * just installed answers 429 for a moment.
     */
    static OperatorProcess process(
            KubernetesClient client,
            PrometheusMeterRegistry registry,
            Optional<String> leaseNamespace,
            Optional<String> identity)
            throws IOException {
        var config = new OperatorConfig(new RouterImages("agent", "proxy"), leaseNamespace, identity, 0);
        var patient = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(10)
                .build();
        return new OperatorProcess(config, ApiClient.create(patient, registry), registry);
    }

    void createNamespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    void start() {
        operator.start();
    }

    /** Port of its management endpoint. */
    int port() {
        return operator.port();
    }

    String namespace() {
        return namespace;
    }

    KubernetesClient client() {
        return client;
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** The ShardSet {@code store}. */
    ShardSet store() {
        return client.resources(ShardSet.class)
                .inNamespace(namespace)
                .withName("store")
                .require();
    }

    /** The condition of {@code store}, or an empty one. */
    Condition condition(String type) {
        return Optional.ofNullable(store().getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseGet(Condition::new);
    }

    /** How many writes the operator has sent to the API server. */
    double writes() {
        return registry.find(MetricNames.API_REQUESTS).counters().stream()
                .filter(counter -> !"GET".equals(counter.getId().getTag(MetricNames.METHOD)))
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() {
        client.resources(ShardSet.class).inNamespace(namespace).delete();
        operator.close();
        client.close();
    }
}
