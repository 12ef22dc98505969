package io.shardwright.sample.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.Role;
import io.shardwright.sample.server.move.MoveMetrics;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.pace.RequestWaits;
import io.shardwright.sample.server.serve.ServeMetrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Every metric of the server, with its labels. */
public final class ServerMetrics implements ServeMetrics, MoveMetrics {
    private static final String REQUESTS = "shard_requests";
    private static final String FORWARDED = "shard_requests_forwarded";
    private static final String PARKED = "shard_requests_parked";
    private static final String COMMIT = "shard_commit";
    private static final String ROLE = "shard_raft_role";
    private static final String TERM = "shard_raft_term";
    private static final String PARKING = "shard_parking";
    private static final String MOVES = "shard_moves";
    private static final String MOVE_PHASE = "shard_move_phase";
    private static final String MOVES_ENDED = "shard_moves_ended";
    private static final String MOVE_BYTES = "shard_move_bytes";
    private static final String MOVE_LIMIT = "shard_move_limit_bytes_per_second";
    private static final String FENCE = "shard_move_fence";
    private static final String LONGEST_FENCE = "shard_move_fence_longest_seconds";
    private static final String PARKING_REFUSED = "shard_parking_refused";
    private static final String VERIFICATIONS = "shard_move_verifications";
    private static final String DIRECTION = "direction";

    /** From what nobody notices to what a request doesn't wait for, and on to long copies. */
    private static final Duration[] BUCKETS = LongStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final Duration[] WAITS = Arrays.copyOf(BUCKETS, BUCKETS.length - 4);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final RequestWaits waits;
    private final AtomicLong longestFenceNanos = new AtomicLong();
    private final ConcurrentHashMap<String, Counter> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Counter> forwards = new ConcurrentHashMap<>();
    private final Timer commits = Timer.builder(COMMIT)
            .description("From proposing a write to its outcome")
            .publishPercentiles(0.5, 0.99)
            .register(registry);

    private final Timer parking = Timer.builder(PARKING)
            .description("How long requests waited here for a hand-off")
            .serviceLevelObjectives(WAITS)
            .register(registry);
    private final Timer fences = Timer.builder(FENCE)
            .description(
                    "From the fence of a move that left until its target served, or the abort: so long writes waited")
            .serviceLevelObjectives(WAITS)
            .register(registry);

    /**
     * Registers what is there from the start.
     *
     * @param waits is told of every wait for the log
     */
    public ServerMetrics(RequestWaits waits) {
        this.waits = waits;
        Gauge.builder(LONGEST_FENCE, longestFenceNanos, n -> n.get() / 1e9)
                .description("The longest fence since this process started")
                .register(registry);
        // What hasn't happened yet counts 0: otherwise its first time is no increase to Prometheus.
        for (String to : List.of("leader", "shard")) {
            forwards(to);
        }
        for (Refusal why : Refusal.values()) {
            refusals(why);
        }
        for (Direction direction : Direction.values()) {
            verifications(direction, true);
            verifications(direction, false);
            moved(direction);
            for (MovePhase outcome : List.of(MovePhase.DONE, MovePhase.ABORTED)) {
                ended(direction, outcome, 0);
            }
        }
    }

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
        forwards(to).increment();
    }

    private Counter forwards(String to) {
        return forwards.computeIfAbsent(
                to,
                k -> Counter.builder(FORWARDED)
                        .description("Requests passed on to the shard's leader or to another shard")
                        .tag("to", to)
                        .register(registry));
    }

    @Override
    public void parkingRefused(Refusal why) {
        refusals(why).increment();
    }

    private Counter refusals(Refusal why) {
        return Counter.builder(PARKING_REFUSED)
                .description("Requests answered 503 because of a hand-off; nothing of them was done")
                .tag("reason", why.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public void committed(long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void waitBegun() {
        waits.begun();
    }

    @Override
    public void waitEnded(long nanos) {
        waits.ended(nanos);
    }

    @Override
    public void parked(long nanos) {
        parking.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void phaseEnded(Direction direction, MovePhase phase, Duration lasted) {
        Timer.builder(MOVE_PHASE)
                .description("How long moves stayed in a phase, by the log of this shard")
                .tags(DIRECTION, text(direction), "phase", phase.name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(lasted);
    }

    @Override
    public void ended(Direction direction, MovePhase outcome) {
        ended(direction, outcome, 1);
    }

    private void ended(Direction direction, MovePhase outcome, int times) {
        Counter.builder(MOVES_ENDED)
                .description("Moves that ended while this replica led")
                .tags(DIRECTION, text(direction), "outcome", outcome.name())
                .register(registry)
                .increment(times);
    }

    @Override
    public void verified(Direction direction, boolean same) {
        verifications(direction, same).increment();
    }

    private Counter verifications(Direction direction, boolean same) {
        return Counter.builder(VERIFICATIONS)
                .description("Copies compared before a move was decided; different ones are aborted")
                .tags(DIRECTION, text(direction), "result", same ? "same" : "different")
                .register(registry);
    }

    @Override
    public void fenced(Duration lasted) {
        fences.record(lasted);
        longestFenceNanos.accumulateAndGet(lasted.toNanos(), Math::max);
    }

    @Override
    public void copied(Direction direction, long bytes) {
        moved(direction).increment(bytes);
    }

    private Counter moved(Direction direction) {
        return Counter.builder(MOVE_BYTES)
                .description("Bytes of keys and values that moves sent or received here")
                .tag(DIRECTION, text(direction))
                .register(registry);
    }

    private static String text(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    /** What copies may take now; it is less than configured while they yield to requests. */
    public void observeLimits(CopyLimits limits) {
        for (Direction direction : Direction.values()) {
            Gauge.builder(MOVE_LIMIT, limits, l -> (direction == Direction.IN ? l.in() : l.out()).allowed())
                    .description("What all copies to or from this shard may take together now")
                    .tag(DIRECTION, text(direction))
                    .register(registry);
        }
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
