package io.shardwright.planner.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelAgainstSimulationTest {

    private static final long EVENTS = 800_000;
    private static final double SIGMAS = 4;

    static Stream<Arguments> configurations() {
        var usual = Assumptions.defaults();
        return Stream.of(
                Arguments.of("one replica", Placements.on("a"), Replication.QUORUM, usual),
                Arguments.of("majority of 3", Placements.on("a b c"), Replication.QUORUM, usual),
                Arguments.of(
                        "majority of 5, processes fail too",
                        Placements.on("a b c d e"),
                        Replication.QUORUM,
                        usual.withProcess(Uptime.ofPercent("99.8"))),
                Arguments.of("hot standby", Placements.on("a b"), Replication.HOT_STANDBY, usual),
                Arguments.of("cold standby", Placements.on("a b"), Replication.COLD_STANDBY, usual),
                Arguments.of(
                        "two replicas on one host, one zone of two, routers beside them",
                        Placements.withRouters("a/x c/y", "a/x a/x b/x d/y e/y"),
                        Replication.QUORUM,
                        usual.withZone(Uptime.ofPercent("99.9")).withTakeOver(Duration.ofSeconds(20))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("configurations")
    void agreesWithASimulationInTime(
            String name, Placement placement, Replication replication, Assumptions assumptions) {
        var system = new ShardedSystem(placement, replication, assumptions);
        var figure = Availability.of(system).figure(Operation.WRITE, Scope.EACH_KEY);
        double computed = figure.uptime().unavailability();
        long seed = Long.getLong("availability.seed", 42);

        var simulated = new FailureSimulation(system, seed).run(EVENTS);

        double apart = (computed - simulated.unavailability()) / simulated.error();
        System.out.printf(
                "%s: computed %.4e, simulated %.4e ± %.1e (%.1f sigma apart), take-over %.2e, seed %d%n",
                name, computed, simulated.unavailability(), simulated.error(), apart, figure.takeOver(), seed);
        assertThat(Math.abs(apart)).as("standard errors apart").isLessThan(SIGMAS);
        assertThat(simulated.error()).as("its error means something").isLessThan(0.05 * computed);
        if (figure.takeOver() > computed / 10) {
            assertThat(simulated.error())
                    .as("it would see a take-over forgotten")
                    .isLessThan(figure.takeOver() / (2 * SIGMAS));
        }
    }
}
