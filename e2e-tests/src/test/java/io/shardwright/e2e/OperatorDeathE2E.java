package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.e2e.cluster.ApiWrites;
import io.shardwright.e2e.fault.HaltedOperator;
import io.shardwright.e2e.halt.HaltAgent.Mode;
import io.shardwright.e2e.halt.Site;
import io.shardwright.e2e.scenario.EndState;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.PodRestarts;
import io.shardwright.e2e.scenario.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operator is killed before and after each kind of API write and contract call that it makes during a planned change, as
 * found by watching the same change undisturbed: the change ends the same, no pod restarts more often, no request fails.
 *
 * <p>{@code -Dshardwright.deaths} names the workloads, or says {@code ALL}.
 */
class OperatorDeathE2E {
    private static final String NAMESPACE = "shardwright-e2e-deaths";
    private static final String OPERATOR = "system:serviceaccount:shardwright-system:shardwright-operator";
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int RATE = 50;
    private static final String ENV = "/spec/template/spec/containers/0/env/";
    /**
     * A death may swallow what is done once a change and never made up for, such as an Event, with the death after it: the next
     * round of the same change brings it again.
     */
    private static final int MOST_ROUNDS = 4;

    private static Store store;
    private static HaltedOperator operator;

    /** A change and the way back: in each step edits that are made at once, then all must come to rest. */
    enum Workload {
        WEIGHT(List.of(weights(150, 50)), List.of(weights(100, 100))),
        SCALE(List.of(shards(3)), List.of(shards(2))),
        ROLLOUT(
                List.of("[{\"op\":\"add\",\"path\":\"" + ENV + "-\",\"value\":{\"name\":\"ROUND\",\"value\":\"2\"}}]"),
                List.of("[{\"op\":\"remove\",\"path\":\"" + ENV + "1\"}]")),
        MEMBERSHIP(List.of("{\"spec\":{\"replicasPerShard\":5}}"), List.of("{\"spec\":{\"replicasPerShard\":3}}")),
        TOGETHER(List.of(shards(3), weights(200, 100)), List.of(shards(2), weights(100, 100))),
        REVERTED(List.of(shards(4)), List.of(shards(2)));

        private final List<String> there;
        private final List<String> back;

        Workload(List<String> there, List<String> back) {
            this.there = there;
            this.back = back;
        }
    }

    /**
     * What a workload came to.
     *
     * @param changed the store after the change
     * @param back the store after the way back
     * @param restarts pods that were restarted meanwhile, and how often
     */
    private record Outcome(EndState changed, EndState back, Map<String, Integer> restarts) {}

    /** The outcome of each round, and what a load beside them saw. */
    private record Run(List<Outcome> rounds, LoadResult load, List<String> moments, int kills, Duration took) {}

    static Stream<Workload> workloads() {
        String wanted = System.getProperty("shardwright.deaths", Workload.WEIGHT.name());
        return wanted.equals("ALL")
                ? Stream.of(Workload.values())
                : Stream.of(wanted.split(",")).map(Workload::valueOf);
    }

    @BeforeAll
    static void create() {
        LoadPod.endAll(SharedStore.CLUSTER);
        SharedStore.CLUSTER.freshNamespace(NAMESPACE);
        store = Store.apply(SharedStore.CLUSTER, NAMESPACE, Path.of("src", "test", "resources", "deaths.yaml"));
        store.await("all replicas are there", LIMIT, store::isWhole);
        operator = HaltedOperator.install(SharedStore.CLUSTER);
    }

    @AfterAll
    static void remove() {
        try {
            if (operator != null) {
                operator.close();
            }
        } finally {
            SharedStore.CLUSTER.deleteNamespace(NAMESPACE);
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aChangeEndsTheSameThoughTheOperatorDiesBeforeAndAfterEachWriteAndCall(Workload workload) {
        operator.restart(Mode.WATCH);
        ApiWrites audit = ApiWrites.sinceNow(SharedStore.CLUSTER);
        Run undisturbed = run(workload, "watched", Set.of());
        assertThatEachWriteOfTheAuditLogIsASite(audit, undisturbed.moments);
        Set<String> wanted = beforeAndAfter(undisturbed.moments);
        operator.restart(Mode.KILL);
        Run killed = run(workload, "killed", wanted);
        print(workload, undisturbed, killed);

        assertThat(killed.moments).as("moments that the operator died in").containsAll(wanted);
        Outcome expected = undisturbed.rounds.getFirst();
        for (Outcome round : killed.rounds) {
            assertThat(round.changed).isEqualTo(expected.changed);
            assertThat(round.back).isEqualTo(expected.back);
            assertThat(round.restarts).isEqualTo(expected.restarts);
        }
        ScaleE2E.assertUndisturbed(undisturbed.load);
        ScaleE2E.assertUndisturbed(killed.load);
    }

    /** Carries the workload out until the operator has met all wanted moments, beside a load. */
    private static Run run(Workload workload, String how, Set<String> wanted) {
        store.await("the store is whole", LIMIT, store::isWhole);
        LoadPod load = LoadPod.start(store, (workload + "-" + how).toLowerCase(Locale.ROOT), RATE);
        long start = System.nanoTime();
        List<Outcome> rounds = new ArrayList<>();
        do {
            rounds.add(round(workload));
        } while (rounds.size() < MOST_ROUNDS && !operator.moments().containsAll(wanted));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Run(rounds, load.finish(), operator.moments(), operator.containerRestarts(), took);
    }

    private static Outcome round(Workload workload) {
        try (PodRestarts restarts = PodRestarts.of(store)) {
            workload.there.forEach(store::edit);
            EndState changed;
            if (workload == Workload.REVERTED) {
                awaitOpenMove();
                workload.back.forEach(store::edit);
                changed = rest();
            } else {
                changed = rest();
                workload.back.forEach(store::edit);
            }
            EndState back = rest();
            return new Outcome(changed, back, restarts.counts());
        }
    }

    private static void awaitOpenMove() {
        store.await(
                "a move is under way",
                LIMIT,
                Duration.ofMillis(50),
                () -> Stream.of(0, 1)
                        .flatMap(shard -> store.pods(shard).stream())
                        .flatMap(pod -> store.statusOf(pod.getMetadata().getName()).stream())
                        .flatMap(status -> status.moves().stream())
                        .anyMatch(move -> !move.phase().isFinal()));
    }

    /** The store's state once nothing is left to do. */
    private static EndState rest() {
        EndState[] last = new EndState[1];
        store.await("the store comes to rest", LIMIT, Duration.ofSeconds(1), () -> {
            if (!store.isWhole()) {
                return false;
            }
            var spec = store.resource().getSpec();
            last[0] = EndState.of(store);
            return last[0].isTidy(spec.shards(), spec.replicasPerShard());
        });
        return last[0];
    }

    /** Both moments of each site, even where the undisturbed run saw no answer. */
    private static Set<String> beforeAndAfter(List<String> moments) {
        Set<String> both = new TreeSet<>();
        sites(moments).forEach(site -> both.addAll(List.of("before " + site, "after " + site)));
        return both;
    }

    private static Set<String> sites(List<String> moments) {
        Set<String> sites = new TreeSet<>();
        moments.forEach(moment -> sites.add(moment.substring(moment.indexOf(' ') + 1)));
        return sites;
    }

    /** The API server's own record of the operator's writes: the agent must have seen each kind. */
    private static void assertThatEachWriteOfTheAuditLogIsASite(ApiWrites audit, List<String> moments) {
        Set<String> written = new TreeSet<>();
        for (String write : audit.by(OPERATOR)) {
            String[] words = write.split(" ", 3);
            Site.of(method(words[1]), words[2].replaceFirst("\\?.*", "")).ifPresent(site -> written.add(site.name()));
        }
        assertThat(audit.leaseRenewals()).as("the audit log sees the operator").isPositive();
        assertThat(sites(moments))
                .containsAll(written)
                .contains("GET status")
                .anyMatch(site -> site.endsWith(" leases"));
    }

    private static String method(String verb) {
        return switch (verb) {
            case "create" -> "POST";
            case "update" -> "PUT";
            case "patch" -> "PATCH";
            default -> "DELETE";
        };
    }

    private static void print(Workload workload, Run undisturbed, Run killed) {
        System.out.printf(
                "%s: %d sites %s%n  undisturbed %d s, restarts %s; %s%n  killed %d times in %d s and %d rounds, restarts %s; %s%n  in this order: %s%n",
                workload,
                sites(undisturbed.moments).size(),
                sites(undisturbed.moments),
                undisturbed.took.toSeconds(),
                restarts(undisturbed),
                undisturbed.load,
                killed.kills,
                killed.took.toSeconds(),
                killed.rounds.size(),
                restarts(killed),
                killed.load,
                String.join(", ", killed.moments));
    }

    private static List<Map<String, Integer>> restarts(Run run) {
        return run.rounds.stream().map(Outcome::restarts).toList();
    }

    private static String weights(int first, int second) {
        return "{\"spec\":{\"shardWeights\":[{\"shard\":0,\"weight\":%d},{\"shard\":1,\"weight\":%d}]}}"
                .formatted(first, second);
    }

    private static String shards(int shards) {
        return "{\"spec\":{\"shards\":%d}}".formatted(shards);
    }
}
