package io.shardwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.e2e.cluster.TestCluster;
import io.shardwright.e2e.scenario.CopyRate;
import io.shardwright.e2e.scenario.Fill;
import io.shardwright.e2e.scenario.LoadPod;
import io.shardwright.e2e.scenario.LoadResult;
import io.shardwright.e2e.scenario.LoadWindows;
import io.shardwright.e2e.scenario.Store;
import io.shardwright.sample.load.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A move of 1 GiB keeps to its budget and is hardly felt. It takes about 25 minutes and 15 GB of the nodes' disk, so only
 * {@code make soak} runs it ({@code -Dshardwright.soak=true}). {@code -Dshardwright.copyBudget=N} sets another budget than
 * 1 MiB/s, in bytes a second, and {@code -Dshardwright.fillValueBytes=N} another size of the values that move than 100,000.
 */
@EnabledIfSystemProperty(named = "shardwright.soak", matches = "true")
class BigMoveE2E {
    private static final String NAMESPACE = "shardwright-e2e-big";
    /** Not the shared one, so that this class alone makes no store but its own. */
    private static final TestCluster CLUSTER = new TestCluster();

    private static final long BYTES = 1L << 30;
    private static final int VALUE_BYTES = Integer.getInteger("shardwright.fillValueBytes", 100_000);
    private static final long BUDGET = Long.getLong("shardwright.copyBudget", 1L << 20);
    private static final int RATE = Integer.getInteger("shardwright.rate", 100);
    private static final int TARGET = 1;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int STEADY_WINDOWS = 12;
    /** Each look is some calls to the API server and the shard, on the same processors. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofMinutes(30);
    /** Behind that share of the copy begin rounds of changes, which are as small as what is written meanwhile. */
    private static final double NEARLY_ALL = 0.98;

    @AfterEach
    void delete() {
        CLUSTER.deleteNamespace(NAMESPACE);
    }

    @Test
    void aMoveOfAGibibyteKeepsToItsBudgetAndLeavesRequestsTheirSpeed() {
        Store store = filled();
        LoadPod load = LoadPod.start(store, "front", RATE);
        Store.pause(WINDOW.multipliedBy(2));
        String observed = store.leader(TARGET);
        LoadWindows steady = steady(store, observed, load);
        System.out.println("steady: " + steady);

        long start = System.nanoTime();
        store.edit("{\"spec\":{\"shardWeights\":[{\"shard\":0,\"weight\":0},{\"shard\":1,\"weight\":100}]}}");
        List<CopyRate.Sample> samples = new ArrayList<>();
        LoadWindows copying = copy(store, observed, load, samples);
        System.out.println("while it is copied: " + copying);
        LoadWindows ending = untilSettled(store, load);
        System.out.println("read back, handed over, deleted: " + ending);
        System.out.println(
                "settled " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s after the edit");
        LoadResult result = load.finish();
        System.out.println("all of the load: " + result);

        assertBudgetHeld(new CopyRate(samples));
        assertThat(store.placement().counts()).containsEntry(0, 0).containsEntry(TARGET, 16);
        assertThat(store.statusOf(store.leader(TARGET)).orElseThrow().bytes()).isGreaterThanOrEqualTo(BYTES);
        ScaleE2E.assertUndisturbed(result);
        double ratio = copying.and(ending).medianP99Millis() / steady.medianP99Millis();
        System.out.printf(Locale.ROOT, "p99 in the move is %.2f x steady%n", ratio);
        assertThat(ratio).isLessThanOrEqualTo(1.5);
    }

    private static Store filled() {
        LoadPod.endAll(CLUSTER);
        CLUSTER.freshNamespace(NAMESPACE);
        Store store = Store.apply(CLUSTER, NAMESPACE, Path.of("src", "test", "resources", "big.yaml"));
        store.await("all replicas are there", Duration.ofMinutes(4), store::isWhole);
        store.edit("{\"spec\":{\"rebalance\":{\"maxBytesPerSecond\":\"" + BUDGET + "\"}}}");
        long start = System.nanoTime();
        int values = Fill.shard(store, 0, BYTES, VALUE_BYTES);
        System.out.printf(
                "%d values of %d bytes written in %d s%n",
                values, VALUE_BYTES, Duration.ofNanos(System.nanoTime() - start).toSeconds());
        store.await("all replicas have them", Duration.ofMinutes(4), store::isWhole);
        return store;
    }

    /** Looks as often as {@link #copy} does, so that looking makes no difference. */
    private static LoadWindows steady(Store store, String observed, LoadPod load) {
        List<Figures> windows = new ArrayList<>();
        load.window();
        while (windows.size() < STEADY_WINDOWS) {
            long windowEnd = System.nanoTime() + WINDOW.toNanos();
            while (System.nanoTime() < windowEnd) {
                assertThat(copying(store, observed)).isEmpty();
                Store.pause(BETWEEN_LOOKS);
            }
            windows.add(load.window());
        }
        return new LoadWindows(windows);
    }

    /** Watches the copy until nearly all is there, or the move has gone on. */
    private static LoadWindows copy(Store store, String observed, LoadPod load, List<CopyRate.Sample> samples) {
        List<Figures> windows = new ArrayList<>();
        store.await(
                "the copy begins",
                Duration.ofMinutes(1),
                Duration.ofMillis(500),
                () -> copying(store, observed).isPresent());
        load.window();
        long windowEnd = System.nanoTime() + WINDOW.toNanos();
        long limit = System.nanoTime() + LIMIT.toNanos();
        for (Optional<MoveStatus> move = copying(store, observed);
                move.isPresent() && isFarFromItsEnd(move.get());
                move = copying(store, observed)) {
            if (move.get().bytesCopied() > 0) {
                samples.add(new CopyRate.Sample(System.nanoTime(), move.get().bytesCopied()));
            }
            if (System.nanoTime() > limit) {
                throw new AssertionError("the copy did not end within " + LIMIT + ": " + move.get());
            }
            if (System.nanoTime() >= windowEnd) {
                windows.add(load.window());
                windowEnd = System.nanoTime() + WINDOW.toNanos();
            }
            Store.pause(BETWEEN_LOOKS);
        }
        windows.add(load.window());
        return new LoadWindows(windows);
    }

    private static boolean isFarFromItsEnd(MoveStatus move) {
        return move.bytesTotal() == 0 || move.bytesCopied() < NEARLY_ALL * move.bytesTotal();
    }

    /** The move while it copies, as a replica of its target has it; nothing once it does something else. */
    private static Optional<MoveStatus> copying(Store store, String replica) {
        return store.statusOf(replica).stream()
                .flatMap(status -> status.moves().stream())
                .filter(move -> move.phase() == MovePhase.COPYING)
                .findFirst();
    }

    private static LoadWindows untilSettled(Store store, LoadPod load) {
        List<Figures> windows = new ArrayList<>();
        long limit = System.nanoTime() + LIMIT.toNanos();
        do {
            if (System.nanoTime() > limit) {
                throw new AssertionError("not settled within " + LIMIT + ": " + store.status());
            }
            Store.pause(WINDOW);
            windows.add(load.window());
        } while (!store.isSettled());
        return new LoadWindows(windows);
    }

    private static void assertBudgetHeld(CopyRate rate) {
        List<Double> windows = rate.windows(WINDOW.toSeconds());
        System.out.printf(
                "copied at %s of %s allowed (%d sights); by window of %d s: %s%n",
                CopyRate.text(rate.mean()),
                CopyRate.text((double) BUDGET),
                rate.seen().size(),
                WINDOW.toSeconds(),
                windows.stream().map(CopyRate::text).collect(Collectors.joining(", ")));
        assertThat(rate.mean()).as("mean over the copy").isBetween(0.9 * BUDGET, 1.1 * BUDGET);
        assertThat(windows)
                .as("every window")
                .isNotEmpty()
                .allSatisfy(window -> assertThat(window).isLessThanOrEqualTo(1.1 * BUDGET));
    }
}
