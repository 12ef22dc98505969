package io.shardwright.planner.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelAgainstAllStatesTest {

    private static final int CASES = 400;
    private static final int MOST_PARTS = 13;
    private static final double CLOSE = 1e-12;

    @Test
    void agreesWithGoingThroughAllStatesOfAllParts() {
        var systems = RandomSystems.seeded("agreesWithGoingThroughAllStatesOfAllParts");
        int shared = 0;
        for (int done = 0; done < CASES; ) {
            var system = systems.next(4, 6, 3);
            var oracle = new AllStates(system);
            if (oracle.parts() > MOST_PARTS) {
                continue;
            }
            done++;
            shared += system.placement().shards().size() > 2 ? 1 : 0;
            for (var operation : Operation.values()) {
                check(system, oracle, operation);
            }
        }
        assertThat(shared).as("systems of several shards").isGreaterThan(CASES / 5);
    }

    private static void check(ShardedSystem system, AllStates oracle, Operation operation) {
        var availability = Availability.of(system);
        var shards = List.copyOf(system.placement().shards().keySet());
        double pause = (double) system.replication()
                        .pause(operation, system.assumptions())
                        .toNanos()
                / system.assumptions().meanTimeToRepair().toNanos();
        double[] down = oracle.unavailability();
        double[] expected = IntStream.range(0, shards.size())
                .mapToDouble(i -> 1 - (1 - down[i]) * (1 - oracle.takeOver(List.of(i), pause)))
                .toArray();
        double worst = Arrays.stream(expected).max().orElseThrow();
        double all = 1
                - (1 - down[shards.size()])
                        * (1
                                - oracle.takeOver(
                                        IntStream.range(0, shards.size())
                                                .boxed()
                                                .toList(),
                                        pause));

        var eachKey = availability.figure(operation, Scope.EACH_KEY);
        assertThat(eachKey.uptime().unavailability()).as("%s", system).isCloseTo(worst, within(CLOSE));
        assertThat(eachKey.error()).isLessThan(CLOSE);
        assertThat(expected[shards.indexOf(eachKey.worst().orElseThrow())])
                .as("%s", system)
                .isCloseTo(worst, within(CLOSE));
        var allKeys = availability.figure(operation, Scope.ALL_KEYS);
        assertThat(allKeys.uptime().unavailability()).as("%s", system).isCloseTo(all, within(CLOSE));
        assertThat(allKeys.error()).isLessThan(CLOSE);
        assertThat(allKeys.uptime().unavailability()).isGreaterThanOrEqualTo(worst - CLOSE);
    }

    @Test
    void boundsWhatItHasNoWorkLeftFor() {
        var systems = RandomSystems.seeded("boundsWhatItHasNoWorkLeftFor");
        int open = 0;
        for (int done = 0; done < CASES; ) {
            var system = systems.next(5, 8, 2);
            var oracle = new AllStates(system);
            if (oracle.parts() > MOST_PARTS) {
                continue;
            }
            done++;
            double[] down = oracle.unavailability();
            var topology = new Topology(system);
            var groups = new ArrayList<>(topology.shards());
            topology.routers().ifPresent(groups::add);
            long budget = systems.random().nextLong(30);

            var bounds = new JointOutage(topology, groups, budget).unavailability();

            assertThat(down[down.length - 1]).as("%s", system).isBetween(bounds.low() - CLOSE, bounds.high() + CLOSE);
            open += bounds.high() - bounds.low() > CLOSE ? 1 : 0;
        }
        assertThat(open).as("cases that aren't exact").isGreaterThan(CASES / 20);
    }
}
