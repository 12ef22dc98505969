package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.sample.server.state.MemoryFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hand-offs under random faults. Repeat a failed run with {@code -Dsimulation.seed=…}; the world's number is in the seed. */
class HandOffSimulationTest {
    private static final int WORLDS = Integer.getInteger("simulation.worlds", 20);
    private static final int RUNS = 12;
    private static final int STEPS = 150;

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @Test
    void keepsOneOwnerAndEveryWriteWhateverFails() throws Exception {
        long seed = Long.getLong("simulation.seed", System.nanoTime());
        System.out.println("hand-off simulation: seed " + seed);
        int committed = 0;
        int aborted = 0;
        int failures = 0;
        for (int world = 0; world < WORLDS; world++) {
            try (Simulation simulation = new Simulation(folder.resolve("world-" + world))) {
                for (int run = 0; run < RUNS; run++) {
                    try {
                        simulation.run(seed + 1_000L * world + run, STEPS);
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError("seed " + seed + ", world " + world + ", run " + run, e);
                    }
                }
                committed += simulation.committed;
                aborted += simulation.aborted;
                failures += simulation.failures;
            }
            Simulation.deleteTree(folder.resolve("world-" + world));
        }
        System.out.printf(
                "%d runs: %d moves committed, %d aborted, %d calls failed%n",
                WORLDS * RUNS, committed, aborted, failures);
        assertThat(committed).as("the runs do move partitions").isGreaterThan(WORLDS * RUNS / 4);
        assertThat(aborted).as("and do abort some").isGreaterThan(WORLDS / 2);
    }
}
