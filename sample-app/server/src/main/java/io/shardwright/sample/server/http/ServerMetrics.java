package io.shardwright.sample.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.Role;
import io.shardwright.sample.server.serve.ServeMetrics;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Every metric of the server, with its labels. */
public final class ServerMetrics implements ServeMetrics {
    private static final String REQUESTS = "shard_requests";
    private static final String FORWARDED = "shard_requests_forwarded";
    private static final String PARKED = "shard_requests_parked";
    private static final String COMMIT = "shard_commit";
    private static final String ROLE = "shard_raft_role";
    private static final String TERM = "shard_raft_term";
    private static final String MOVES = "shard_moves";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentHashMap<String, Counter> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Counter> forwards = new ConcurrentHashMap<>();
    private final Timer commits = Timer.builder(COMMIT)
            .description("From proposing a write to its outcome")
            .publishPercentiles(0.5, 0.99)
            .register(registry);

    /** A user's request was answered. */
    void answered(String method, int status) {
        requests.computeIfAbsent(
                        method + status,
                        k -> Counter.builder(REQUESTS)
                                .description("Users' requests answered by this pod")
                                .tags("method", known(method), "status", Integer.toString(status))
                                .register(registry))
                .increment();
    }

    /** A method that nobody has heard of must not become a label of its own. */
    private static String known(String method) {
        return switch (method) {
            case "GET", "PUT", "DELETE" -> method;
            default -> "other";
        };
    }

    @Override
    public void forwarded(String to) {
        forwards.computeIfAbsent(
                        to,
                        k -> Counter.builder(FORWARDED)
                                .description("Requests passed on to the shard's leader or to another shard")
                                .tag("to", to)
                                .register(registry))
                .increment();
    }

    @Override
    public void committed(long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Figures that are read when somebody asks for them. */
    <T> void observe(T source, ToDoubleFunction<T> parked, Supplier<Role> role, ToDoubleFunction<T> term) {
        Gauge.builder(PARKED, source, parked)
                .description("Requests that wait here for a hand-off")
                .register(registry);
        Gauge.builder(TERM, source, term).description("The group's term").register(registry);
        for (Role each : Role.values()) {
            Gauge.builder(ROLE, () -> role.get() == each ? 1 : 0)
                    .description("1 for what this replica is to its shard")
                    .tag("role", each.name())
                    .register(registry);
        }
    }

    /** Number of moves by phase, as this replica knows. */
    void observeMoves(ToDoubleFunction<MovePhase> count) {
        for (MovePhase phase : MovePhase.values()) {
            Gauge.builder(MOVES, phase, count)
                    .description("Moves that this replica knows, by phase")
                    .tags(Tags.of("phase", phase.name()))
                    .register(registry);
        }
    }

    String scrape() {
        return registry.scrape();
    }
}
