package io.shardwright.router.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.router.haproxy.HaproxyEvents;
import io.shardwright.router.view.Origin;
import io.shardwright.router.view.ViewStore;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** The agent's metrics. */
public final class AgentMetrics implements HaproxyEvents {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer mapLoads;
    private final Counter reloads;

    /**
     * Registers all metrics.
     *
     * @param apiConnected whether the API server is being watched
     */
    public AgentMetrics(ViewStore store, Readiness readiness, BooleanSupplier apiConnected) {
        mapLoads = Timer.builder(MetricNames.MAP_LOAD)
                .description("Time to hand HAProxy a newer ownership map")
                .register(registry);
        reloads = Counter.builder(MetricNames.RELOADS)
                .description("Reloads of HAProxy because the shards outgrew its backends")
                .register(registry);
        store.onLeaderChange(Counter.builder(MetricNames.LEADER_CHANGES)
                .description("Changes of a shard's leader, as told by the shards")
                .register(registry)::increment);
        gauge(
                MetricNames.MAP_EPOCH,
                "Epoch of the map that HAProxy routes by, 0 without one",
                readiness,
                r -> r.state().loadedEpoch());
        servers("up", readiness, r -> r.state().serversUp());
        servers("down", readiness, r -> r.state().serversDown());
        gauge(
                MetricNames.OWNERS_WITHOUT_SERVER,
                "Shards that own partitions but have no server that takes requests",
                readiness,
                r -> r.state().ownersWithoutServer());
        gauge(
                MetricNames.HAPROXY_REACHABLE,
                "1 while HAProxy answers the agent",
                readiness,
                r -> oneIf(r.state().reachable()));
        gauge(
                MetricNames.API_CONNECTED,
                "1 while the API server is being watched",
                apiConnected,
                c -> oneIf(c.getAsBoolean()));
        gauge(
                MetricNames.FALLBACK,
                "1 while the newest map came from a shard or from disk instead of the API server",
                store,
                s -> oneIf(s.mapOrigin() == Origin.SHARD || s.mapOrigin() == Origin.CACHE));
    }

    @Override
    public void mapLoaded(Duration took) {
        mapLoads.record(took);
    }

    @Override
    public void reloaded() {
        reloads.increment();
    }

    /** All metrics as Prometheus text. */
    public String scrape() {
        return registry.scrape();
    }

    private void servers(String state, Readiness readiness, ToDoubleFunction<Readiness> value) {
        Gauge.builder(MetricNames.SERVERS, readiness, value)
                .description("Replicas known to HAProxy")
                .tag(MetricNames.STATE_LABEL, state)
                .register(registry);
    }

    private <T> void gauge(String name, String description, T subject, ToDoubleFunction<T> value) {
        // Strongly: the subject may be a method reference that nobody else holds.
        Gauge.builder(name, subject, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static double oneIf(boolean condition) {
        return condition ? 1 : 0;
    }
}
