package io.shardwright.planner.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AvailabilityTest {

    private static final double U = 0.005;
    private static final Assumptions NO_PAUSES = Assumptions.defaults()
            .withDetection(Duration.ZERO)
            .withTakeOver(Duration.ZERO)
            .withColdLoad(Duration.ZERO);

    private static Figure figure(
            Placement placement, Replication replication, Assumptions assumptions, Operation operation, Scope scope) {
        return Availability.of(new ShardedSystem(placement, replication, assumptions))
                .figure(operation, scope);
    }

    private static double writeEachKey(Placement placement, Replication replication, Assumptions assumptions) {
        return figure(placement, replication, assumptions, Operation.WRITE, Scope.EACH_KEY)
                .uptime()
                .unavailability();
    }

    @Test
    void givesTheCheckValueForTwoOfThree() {
        var figure = figure(Placements.on("a b c"), Replication.QUORUM, NO_PAUSES, Operation.WRITE, Scope.EACH_KEY);

        assertThat(figure.uptime()).hasToString("99.9925 %");
        assertThat(figure.error()).isZero();
    }

    @Test
    void givesTheCheckValueForAllKeysOfAThousandShards() {
        var figure =
                figure(Placement.assumed(0, 1_000, 3), Replication.QUORUM, NO_PAUSES, Operation.WRITE, Scope.ALL_KEYS);

        assertThat(figure.uptime()).hasToString("92.8 %");
        assertThat(figure.uptime().availability()).isCloseTo(Math.pow(1 - 7.475e-5, 1_000), within(1e-12));
    }

    @Test
    void givesTheCheckValueForTakeOver() {
        var figure = figure(
                Placements.on("a b c"),
                Replication.QUORUM,
                Assumptions.defaults()
                        .withDetection(Duration.ofSeconds(10))
                        .withTakeOver(Duration.ofSeconds(5))
                        .withMeanTimeToRepair(Duration.ofMinutes(10)),
                Operation.WRITE,
                Scope.EACH_KEY);

        assertThat(figure.takeOver()).isCloseTo(0.000125, within(1e-8));
        assertThat(Explanation.percent(figure.takeOver())).isEqualTo("0.0125 %");
        assertThat(figure.uptime().unavailability()).isCloseTo(7.475e-5 + 0.000125, within(2e-8));
    }

    @ParameterizedTest
    @CsvSource({
        // detection 10 s + take-over 5 s at 10 min repair: 0.000125; with a load of 60 s: 0.000625
        "QUORUM,       READ,  3, 7.475e-5,  0.000125",
        "QUORUM,       WRITE, 3, 7.475e-5,  0.000125",
        "QUORUM,       WRITE, 1, 0.005,     0",
        "HOT_STANDBY,  READ,  2, 2.5e-5,    0",
        "HOT_STANDBY,  WRITE, 2, 2.5e-5,    0.000125",
        "HOT_STANDBY,  WRITE, 3, 1.25e-7,   0.000125",
        "COLD_STANDBY, READ,  2, 2.5e-5,    0.000625",
        "COLD_STANDBY, WRITE, 2, 2.5e-5,    0.000625",
        "ANY_REPLICA,  READ,  3, 1.25e-7,   0",
        "ANY_REPLICA,  WRITE, 3, 1.25e-7,   0",
    })
    void followsTheFormulaOfEachKindOfReplication(
            Replication replication, Operation operation, int replicas, double replicasDown, double pause) {
        var figure = figure(
                Placement.assumed(0, 1, replicas), replication, Assumptions.defaults(), operation, Scope.EACH_KEY);

        double expected = 1 - (1 - replicasDown) * (1 - pause);
        assertThat(figure.takeOver()).isCloseTo(pause, within(pause * pause));
        assertThat(figure.uptime().unavailability()).isCloseTo(expected, within(pause * pause + 1e-14));
    }

    @ParameterizedTest
    @EnumSource(Replication.class)
    void putsRoutersAndShardsInSequence(Replication replication) {
        double shard = writeEachKey(Placement.assumed(0, 1, 3), replication, NO_PAUSES);
        double both = writeEachKey(Placement.assumed(2, 1, 3), replication, NO_PAUSES);

        assertThat(1 - both).isCloseTo((1 - shard) * (1 - U * U), within(1e-15));
    }

    @Test
    void countsTwoReplicasOnOneHostOnce() {
        double together = writeEachKey(Placements.on("a a b"), Replication.QUORUM, NO_PAUSES);
        double any = writeEachKey(Placements.on("a a"), Replication.ANY_REPLICA, NO_PAUSES);

        assertThat(together).as("the quorum is as good as host a").isCloseTo(U, within(1e-15));
        assertThat(any).isCloseTo(U, within(1e-15));
    }

    @Test
    void countsAZoneOnce() {
        var assumptions = NO_PAUSES.withZone(new Uptime(0.001));

        double oneZone = writeEachKey(Placements.on("a/x b/x c/x"), Replication.QUORUM, assumptions);
        double threeZones = writeEachKey(Placements.on("a/x b/y c/z"), Replication.QUORUM, assumptions);
        double unknown = writeEachKey(Placements.on("a b c"), Replication.QUORUM, assumptions);

        double member = 1 - (1 - U) * 0.999;
        assertThat(oneZone).isCloseTo(1 - 0.999 * (1 - 7.475e-5), within(1e-14));
        assertThat(threeZones).isCloseTo(3 * member * member - 2 * member * member * member, within(1e-14));
        assertThat(unknown).as("unknown zones are one").isEqualTo(oneZone);
    }

    @Test
    void countsAHostOfRouterAndReplicaOnce() {
        double shared = writeEachKey(Placements.withRouters("a", "a"), Replication.QUORUM, NO_PAUSES);
        double apart = writeEachKey(Placements.withRouters("a", "b"), Replication.QUORUM, NO_PAUSES);

        assertThat(shared).isCloseTo(U, within(1e-15));
        assertThat(apart).isCloseTo(2 * U - U * U, within(1e-15));
    }

    @Test
    void countsAReplicaThatRunsNowhereAsDown() {
        var placement = Placements.on("a b c");
        var shards = new TreeMap<>(placement.shards());
        shards.put(new ShardId(0), List.of(Location.on("a"), Location.on("b"), Location.nowhere()));

        double two = writeEachKey(new Placement(List.of(), shards), Replication.QUORUM, NO_PAUSES);

        assertThat(two).as("both of the two left are needed").isCloseTo(2 * U - U * U, within(1e-15));
    }

    @Test
    void namesTheWorstShard() {
        var figure = figure(
                Placements.on("a b c", "a a b", "d d e"),
                Replication.QUORUM,
                NO_PAUSES,
                Operation.READ,
                Scope.EACH_KEY);

        assertThat(figure.worst()).contains(new ShardId(1));
    }

    @Test
    void countsPausesOfShardsThatShareHostsOnce() {
        var hosts = new String[100];
        Arrays.fill(hosts, "a b c");

        var figure = figure(
                Placements.on(hosts), Replication.QUORUM, Assumptions.defaults(), Operation.WRITE, Scope.ALL_KEYS);

        assertThat(figure.takeOver()).as("three hosts, not a hundred leaders").isCloseTo(3 * 0.000125, within(1e-7));
        assertThat(figure.uptime().unavailability()).isCloseTo(7.475e-5 + 0.000375, within(2e-7));
    }

    @Test
    void refusesAHostInTwoZones() {
        assertThatThrownBy(() -> Placements.on("a/x b/y", "a/y b/y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("host a is in zone x for one replica and in y for another");
    }

    @Test
    void computesTheLargestGroupAndRefusesALargerOne() {
        int most = Placement.MOST_MEMBERS;
        var routers = new String[most];
        Arrays.setAll(routers, i -> "h" + i + "/z" + i % 3);
        var assumptions = NO_PAUSES.withZone(new Uptime(0.001));
        var placement = Placements.withRouters(String.join(" ", routers), "h0/z0 h1/z1 h2/z2");

        double down = writeEachKey(placement, Replication.QUORUM, assumptions);
        double shard = writeEachKey(Placements.on("h0/z0 h1/z1 h2/z2"), Replication.QUORUM, assumptions);

        assertThat(down).as("that many routers fail only with their zones").isCloseTo(shard, within(1e-9));
        assertThatThrownBy(() -> Placement.assumed(most + 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("39 routers are more than the 38 that are computed");
    }

    @Test
    void explainsItselfWithItsInputs() {
        var availability = Availability.of(new ShardedSystem(
                Placements.withRouters("a b", "a a b", "c d e"), Replication.QUORUM, Assumptions.defaults()));

        assertThat(availability.explain())
                .contains("write, each key: 99.5 % (down 1d20h11m33s a year) = router any of 2 on 2 hosts (99.9975 %) ×"
                        + " shard 0: 2 of 3 on 2 hosts, majority (99.5 %); take-over of a failed leader costs"
                        + " 0.00417 %")
                .contains("  a replica or router with its host is up 99.5 % of the time")
                .contains("  a failed part is back after 10m on average")
                .contains(
                        "  a failed leader is noticed after 10s, another leads 5s later; a cold standby loads for 1m");
        assertThat(Availability.of(new ShardedSystem(
                                Placement.assumed(1, 2, 1), Replication.QUORUM, Assumptions.defaults()))
                        .explain())
                .contains("  the host of 3 replicas and routers isn't known: each counts as on its own");
    }
}
