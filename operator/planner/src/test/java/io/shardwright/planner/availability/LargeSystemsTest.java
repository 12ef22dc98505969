package io.shardwright.planner.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargeSystemsTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration BOUND = Duration.ofMillis(500);
    private static final int ROUNDS = 5;
    private static final int SAMPLES = 20_000;
    private static final Assumptions ZONES_FAIL = Assumptions.defaults().withZone(Uptime.ofPercent("99.99"));

    @Test
    void takesLittleTimeForAThousandShards() {
        measure("nothing shared, 1,000 x 3", Placement.assumed(2, 1_000, 3), Assumptions.defaults(), 1e-12);
        measure("cells of 5 hosts, 1,000 x 3", Placements.inCells(50, 20, 3, 5), Assumptions.defaults(), 1e-12);
        measure("30 x 3 over 100 hosts", Placements.scattered(1, 30, 3, 100, 3), Assumptions.defaults(), 2e-4);
        measure("1,000 x 3 over 100 hosts", Placements.scattered(1, 1_000, 3, 100, 3), Assumptions.defaults(), 2e-3);
        measure("1,000 x 3 over 100 hosts, 3 zones fail", Placements.scattered(1, 1_000, 3, 100, 3), ZONES_FAIL, 2e-3);
        measure("1,000 x 5 over 100 hosts", Placements.scattered(1, 1_000, 5, 100, 3), Assumptions.defaults(), 2e-3);
        measure("1,000 x 7 over 300 hosts, 5 zones fail", Placements.scattered(1, 1_000, 7, 300, 5), ZONES_FAIL, 1e-4);
        measure("1,000 x 3 over 300 hosts", Placements.scattered(1, 1_000, 3, 300, 5), Assumptions.defaults(), 0.1);
    }

    private static void measure(String what, Placement placement, Assumptions assumptions, double widest) {
        var system = new ShardedSystem(placement, Replication.QUORUM, assumptions);
        long[] nanos = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            Availability.of(system);
            nanos[round] = THREADS.getCurrentThreadCpuTime() - start;
        }
        var figure = Availability.of(system).figure(Operation.WRITE, Scope.ALL_KEYS);
        long first = nanos[0];
        Arrays.sort(nanos);
        System.out.printf(
                "%s: first %.1f ms, best %.1f ms of processor time; all keys %s, error %.1e, take-over %.2e%n",
                what, first / 1e6, nanos[0] / 1e6, figure.uptime(), figure.error(), figure.takeOver());
        assertThat(Duration.ofNanos(nanos[0])).as(what).isLessThan(BOUND);
        assertThat(figure.error()).as(what).isLessThan(widest);
    }

    @Test
    void boundsHoldWhereSamplesOfAllStatesFall() {
        check(Placements.scattered(2, 1_000, 3, 100, 3), Assumptions.defaults());
        check(Placements.scattered(3, 1_000, 3, 100, 3), ZONES_FAIL);
        check(Placements.scattered(4, 1_000, 3, 300, 5), Assumptions.defaults());
        check(Placements.scattered(5, 300, 5, 60, 4), ZONES_FAIL.withHost(new Uptime(0.02)));
        check(
                Placements.scattered(6, 30, 3, 100, 3),
                Assumptions.defaults().withHost(new Uptime(0.01)).withProcess(new Uptime(0.01)));
    }

    private static void check(Placement placement, Assumptions assumptions) {
        var noPause = assumptions.withDetection(Duration.ZERO).withTakeOver(Duration.ZERO);
        var figure = Availability.of(new ShardedSystem(placement, Replication.QUORUM, noPause))
                .figure(Operation.WRITE, Scope.ALL_KEYS);
        double high = figure.uptime().unavailability();
        double low = high - figure.error();

        double sampled = sampled(placement, noPause);

        double sigma = Math.sqrt(sampled * (1 - sampled) / SAMPLES);
        System.out.printf("between %.5f and %.5f, sampled %.5f ± %.5f%n", low, high, sampled, sigma);
        assertThat(sampled).isBetween(low - 4 * sigma, high + 4 * sigma);
    }

    /** The share of random states in which some group is down. */
    private static double sampled(Placement placement, Assumptions assumptions) {
        var random = new SplittableRandom(11);
        var hosts = placement.locations().distinct().toList();
        var zones = hosts.stream().map(Location::zone).distinct().toList();
        int[] zoneOfHost = hosts.stream().mapToInt(h -> zones.indexOf(h.zone())).toArray();
        var groups = Stream.concat(placement.shards().values().stream(), Stream.of(placement.routers()))
                .map(members -> members.stream().mapToInt(hosts::indexOf).toArray())
                .toList();
        int down = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            var zoneUp = states(random, zones.size(), assumptions.zone());
            var hostUp = states(random, hosts.size(), assumptions.host());
            for (int host = 0; host < zoneOfHost.length; host++) {
                hostUp[host] &= zoneUp[zoneOfHost[host]];
            }
            boolean all = true;
            for (int g = 0; g < groups.size() && all; g++) {
                int up = 0;
                for (int host : groups.get(g)) {
                    up += hostUp[host] && isUp(random, assumptions.process()) ? 1 : 0;
                }
                all = up >= (g == groups.size() - 1 ? 1 : groups.get(g).length / 2 + 1);
            }
            down += all ? 0 : 1;
        }
        return (double) down / SAMPLES;
    }

    private static boolean[] states(SplittableRandom random, int parts, Uptime uptime) {
        boolean[] up = new boolean[parts];
        for (int part = 0; part < parts; part++) {
            up[part] = isUp(random, uptime);
        }
        return up;
    }

    private static boolean isUp(SplittableRandom random, Uptime uptime) {
        return uptime.unavailability() == 0 || random.nextDouble() >= uptime.unavailability();
    }

    @Test
    void isExactWhereHostsAreSharedWithinSmallCells() {
        var assumptions = Assumptions.defaults()
                .withHost(new Uptime(0.03))
                .withDetection(Duration.ZERO)
                .withTakeOver(Duration.ZERO);
        var cell = new ShardedSystem(Placements.inCells(1, 4, 3, 5), Replication.QUORUM, assumptions);
        double[] one = new AllStates(cell).unavailability();
        var many = Availability.of(new ShardedSystem(Placements.inCells(200, 4, 3, 5), Replication.QUORUM, assumptions))
                .figure(Operation.READ, Scope.ALL_KEYS);

        assertThat(many.uptime().unavailability())
                .isCloseTo(new Uptime(one[4]).allOf(200).unavailability(), within(1e-12));
    }
}
