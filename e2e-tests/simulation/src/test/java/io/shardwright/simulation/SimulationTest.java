package io.shardwright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random sequences of edits and faults. {@code -Dsimulation.seed=N} runs one alone and shows what happens in it. */
class SimulationTest {
    private static final int SEQUENCES = Integer.getInteger("simulation.sequences", 1_000);
    private static final @Nullable Long ONLY = Long.getLong("simulation.seed");
    private static final int TRIES = 60;

    @Test
    void keepsEveryInvariantThroughRandomEditsAndFaults() throws Exception {
        onOneThread(() -> {
            if (ONLY != null) {
                runTraced(ONLY, true);
                return;
            }
            long steps = 0;
            long adopted = 0;
            long began = System.nanoTime();
            for (long seed = 1; seed <= SEQUENCES; seed++) {
                try {
                    var result = Sequence.run(seed, null, null);
                    steps += result.steps();
                    adopted += result.adopted();
                } catch (RuntimeException | Error e) {
                    runTraced(seed, false);
                    throw new AssertionError("seed " + seed + " failed once, and not again", e);
                }
            }
            System.out.printf(
                    "%d sequences, seeds 1 to %d: %d steps, %d partitions moved, %.1f s%n",
                    SEQUENCES, SEQUENCES, steps, adopted, (System.nanoTime() - began) / 1e9);
            assertThat(adopted).isPositive();
        });
    }

    /** Again, with a record of it: the seed repeats everything. */
    private static void runTraced(long seed, boolean always) {
        var trace = new ArrayList<String>();
        try {
            var result = Sequence.run(seed, null, trace);
            if (always) {
                System.out.println(String.join("\n", trace) + "\n" + result);
            }
        } catch (RuntimeException | Error e) {
            List<String> last = trace.subList(Math.max(0, trace.size() - 200), trace.size());
            throw new AssertionError(
                    "seed %d, repeat it with -Dsimulation.seed=%d: %s%n%s"
                            .formatted(seed, seed, e.getMessage(), String.join("\n", last)),
                    e);
        }
    }

    @Test
    void repeatsASequenceStepByStep() throws Exception {
        onOneThread(() -> {
            var once = new ArrayList<String>();
            var again = new ArrayList<String>();
            Sequence.run(7, null, once);
            Sequence.run(7, null, again);
            assertThat(again).isEqualTo(once);
        });
    }

    @ParameterizedTest
    @EnumSource(Plant.class)
    void catchesWhatIsPlanted(Plant plant) throws Exception {
        onOneThread(() -> {
            var others = new ArrayList<String>();
            for (long seed = 1; seed <= TRIES; seed++) {
                try {
                    Sequence.run(seed, plant, null);
                } catch (Violation violation) {
                    if (violation.invariant() == plant.caughtBy()) {
                        System.out.printf("%s: seed %d: %s%n", plant, seed, violation.getMessage());
                        return;
                    }
                    others.add("seed " + seed + ": " + violation.getMessage());
                }
            }
            throw new AssertionError(
                    plant + " wasn't caught by " + plant.caughtBy() + " in " + TRIES + " sequences: " + others);
        });
    }

    /** On a virtual thread, as the tasks are: then a turn is given without the operating system. */
    private static void onOneThread(Runnable body) throws InterruptedException {
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, e) -> failure.set(e))
                .start(body)
                .join();
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError(e);
        }
    }
}
