package io.shardwright.controller.step;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.step.Decision.Pace;
import java.util.function.BiConsumer;

/** Carries out what is decided for a simulated cluster, round after round, until nothing is left to do. */
public final class Settling {
    private static final int MOST_ROUNDS = 500;

    private Settling() {}

    /** Lets it settle. */
    public static void settle(SimulatedCluster cluster) {
        settle(cluster, (observed, decision) -> {});
    }

    /**
     * The same.
     *
     * @param look sees each round before it is carried out, the one in which all is settled too
     * @return what is observed in that last round
     * @throws AssertionError if it doesn't settle
     */
    public static Observed settle(SimulatedCluster cluster, BiConsumer<Observed, Decision> look) {
        for (int i = 0; i < MOST_ROUNDS; i++) {
            var observed = cluster.observe(0);
            var decision = Decisions.decide(observed);
            look.accept(observed, decision);
            if (decision.pace() == Pace.SETTLED) {
                return observed;
            }
            cluster.carryOut(decision.steps(), Integer.MAX_VALUE);
            cluster.pass();
        }
        throw new AssertionError("not settled: " + Decisions.decide(cluster.observe(0)));
    }
}
