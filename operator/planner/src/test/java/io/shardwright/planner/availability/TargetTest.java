package io.shardwright.planner.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetTest {

    private static final int CASES = 60;

    private static ShardedSystem system(Placement placement, Replication replication) {
        return new ShardedSystem(placement, replication, Assumptions.defaults());
    }

    @Test
    void isMetByWhatReachesIt() {
        var system = system(Placement.assumed(2, 3, 3), Replication.QUORUM);

        var verdict = Target.ofPercent("99.95").compare(system, Options.all());

        assertThat(verdict).isInstanceOf(Verdict.Met.class);
        assertThat(verdict.why())
                .isEqualTo("write, each key: 99.978 % meets the target of 99.95 %: down 1h58m12s a year,"
                        + " 4h22m58s allowed");
    }

    @Test
    void asksForFasterDetectionWhereThatIsEnough() {
        var system = system(Placement.assumed(2, 3, 3), Replication.QUORUM);

        var verdict = Target.ofPercent("99.98").compare(system, Options.all());

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Improvable.class, found -> {
            assertThat(found.addedPods()).isZero();
            assertThat(found.edits()).extracting(Edit::setting).containsExactly(Setting.DETECTION);
            assertThat(found.fix())
                    .startsWith(
                            "have the application notice a failed leader within 5s (stated in spec.availability.assumedDetectionSeconds): gives 99.98");
        });
    }

    @Test
    void asksForMoreReplicasWhereNothingCheaperWillDo() {
        var system = system(Placement.assumed(2, 3, 3), Replication.QUORUM);

        var verdict = Target.ofPercent("99.99").compare(system, Options.all());

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Improvable.class, found -> {
            assertThat(found.edits()).extracting(Edit::setting).contains(Setting.REPLICAS);
            assertThat(found.addedPods()).isGreaterThanOrEqualTo(6);
            assertThat(found.fix()).contains("set spec.replicasPerShard to 5 (6 more pods)");
        });
    }

    @Test
    void asksForOtherHostsWhereReplicasShareOne() {
        var system = system(Placements.withRouters("x y", "a a b", "c d e"), Replication.QUORUM);

        var verdict = Target.ofPercent("99.97").compare(system, Options.all());

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Improvable.class, found -> {
            assertThat(found.edits()).extracting(Edit::setting).containsExactly(Setting.HOSTS);
            assertThat(found.figure().worst().orElseThrow().ordinal()).isZero();
            assertThat(found.gives().uptime()).hasToString("99.978 %");
        });
    }

    @Test
    void asksForOtherZonesWhereAllReplicasAreInOne() {
        var system = new ShardedSystem(
                Placements.on("a/x b/x c/x", "d/x e/y f/z"),
                Replication.ANY_REPLICA,
                Assumptions.defaults().withZone(Uptime.ofPercent("99.9")));

        var verdict = Target.ofPercent("99.99").compare(system, Options.all());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Improvable.class,
                        found -> assertThat(found.edits())
                                .extracting(Edit::setting)
                                .containsExactly(Setting.ZONES));
    }

    @Test
    void asksForAHotStandbyInPlaceOfAColdOne() {
        var system = system(Placement.assumed(2, 1, 3), Replication.COLD_STANDBY);

        var verdict = Target.ofPercent("99.98").compare(system, Options.all());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Improvable.class,
                        found -> assertThat(found.edits())
                                .extracting(Edit::setting)
                                .containsExactly(Setting.STANDBY));
    }

    @Test
    void saysTheBestThatIsReachableAndWhatStandsInTheWay() {
        var system = system(Placement.assumed(2, 3, 3), Replication.QUORUM);

        var verdict = Target.ofPercent("99.99999").compare(system, Options.all());

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Unreachable.class, found -> {
            assertThat(found.limit()).isEqualTo("take-overs still cost 0.005 %");
            assertThat(found.best().uptime()).hasToString("99.995 %");
            assertThat(found.edits())
                    .extracting(Edit::setting)
                    .containsExactly(Setting.REPLICAS, Setting.ROUTERS, Setting.DETECTION);
            assertThat(found.toString())
                    .contains("misses the target of 99.99999 %")
                    .contains("set spec.replicasPerShard to 7 (12 more pods)");
        });
    }

    @Test
    void offersNothingThatIsNoOption() {
        var system = system(Placement.assumed(2, 3, 3), Replication.QUORUM);

        var verdict = Target.ofPercent("99.99").compare(system, Options.all().withoutDetection());

        assertThat(verdict).isInstanceOf(Verdict.Unreachable.class);
    }

    @Test
    void takesFewerPodsForCheaperThenFewerSettingsThenMilderOnes() {
        var fast = Duration.ofSeconds(1);
        var slow = Duration.ofSeconds(5);
        var inOrder = List.of(
                new Change(3, 2, Change.Apart.NOTHING, slow, false, 0, 1),
                new Change(3, 2, Change.Apart.NOTHING, fast, false, 0, 1),
                new Change(3, 2, Change.Apart.HOSTS, slow, false, 0, 2),
                new Change(3, 2, Change.Apart.ZONES, slow, false, 0, 2),
                new Change(3, 2, Change.Apart.ZONES, slow, true, 0, 3),
                new Change(3, 3, Change.Apart.NOTHING, slow, false, 1, 2),
                new Change(5, 2, Change.Apart.NOTHING, slow, false, 6, 2));

        assertThat(inOrder.reversed().stream().sorted(Change.CHEAPEST_FIRST)).containsExactlyElementsOf(inOrder);
    }

    @Test
    void findsTheCheapestOfAllChangesThatMeetTheTarget() {
        var systems = RandomSystems.seeded("findsTheCheapestOfAllChangesThatMeetTheTarget");
        var options =
                new Options(List.of(1, 3, 5), 3, List.of(Duration.ofSeconds(5), Duration.ofSeconds(1)), true, true);
        int improved = 0;
        for (int i = 0; i < CASES; i++) {
            var system = systems.next(3, 5, 3);
            double now = written(system);
            var target = new Target(
                    new Uptime(now * Math.pow(10, -2 * systems.random().nextDouble())));
            var cheapest = meeting(system, options, target).min(Change.CHEAPEST_FIRST);

            switch (target.compare(system, options)) {
                case Verdict.Met met ->
                    assertThat(now).isLessThanOrEqualTo(target.uptime().unavailability());
                case Verdict.Unreachable none ->
                    assertThat(cheapest).as("%s", system).isEmpty();
                case Verdict.Improvable found -> {
                    improved++;
                    assertThat(found.gives().uptime()).isGreaterThanOrEqualTo(target.uptime());
                    assertThat(found.addedPods())
                            .isEqualTo(cheapest.orElseThrow().addedPods());
                    assertThat(found.edits()).hasSize(cheapest.orElseThrow().settings());
                    assertThat(found.gives().uptime().unavailability())
                            .as("%s", system)
                            .isEqualTo(written(changed(system, cheapest.orElseThrow())));
                }
            }
        }
        assertThat(improved).as("cases with an improvement").isGreaterThan(CASES / 5);
    }

    /** Every change that meets the target, each tried on the whole system. */
    private static Stream<Change> meeting(ShardedSystem system, Options options, Target target) {
        var placement = system.placement();
        int fewest =
                placement.shards().values().stream().mapToInt(List::size).min().orElseThrow();
        int routersNow = placement.routers().size();
        var all = new ArrayList<Change>();
        for (int replicas : withNow(
                fewest, options.replicaCounts().stream().filter(n -> n > fewest).toList())) {
            for (int routers = routersNow; routers <= (routersNow == 0 ? 0 : Math.max(routersNow, 3)); routers++) {
                for (var apart : Change.Apart.values()) {
                    for (var detection : withNow(
                            system.assumptions().detection(),
                            options.detections().stream()
                                    .filter(d ->
                                            d.compareTo(system.assumptions().detection()) < 0)
                                    .toList())) {
                        for (boolean hot : List.of(false, true)) {
                            int wanted = replicas;
                            int pods = routers
                                    - routersNow
                                    + placement.shards().values().stream()
                                            .mapToInt(members -> Math.max(0, wanted - members.size()))
                                            .sum();
                            int settings = (replicas > fewest ? 1 : 0)
                                    + (routers > routersNow ? 1 : 0)
                                    + (apart == Change.Apart.NOTHING ? 0 : 1)
                                    + (detection.equals(system.assumptions().detection()) ? 0 : 1)
                                    + (hot ? 1 : 0);
                            all.add(new Change(replicas, routers, apart, detection, hot, pods, settings));
                        }
                    }
                }
            }
        }
        return all.stream()
                .filter(change -> change.settings() > 0 && isPossible(change, system))
                .filter(change ->
                        written(changed(system, change)) <= target.uptime().unavailability());
    }

    private static <T> List<T> withNow(T now, List<T> others) {
        return Stream.concat(Stream.of(now), others.stream()).toList();
    }

    private static boolean isPossible(Change change, ShardedSystem system) {
        boolean zonesMatter = system.assumptions().zone().unavailability() > 0
                && zones(system).size() > 1;
        return (!change.hot() || system.replication() == Replication.COLD_STANDBY)
                && (change.apart() != Change.Apart.ZONES || zonesMatter);
    }

    private static List<String> zones(ShardedSystem system) {
        return system.placement()
                .locations()
                .flatMap(location -> location.zone().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static ShardedSystem changed(ShardedSystem system, Change change) {
        return new ShardedSystem(
                new ChangedPlacement(zones(system), change.apart())
                        .of(system.placement(), change.replicas(), change.routers()),
                change.hot() ? Replication.HOT_STANDBY : system.replication(),
                system.assumptions().withDetection(change.detection()));
    }

    private static double written(ShardedSystem system) {
        return Availability.of(system)
                .figure(Operation.WRITE, Scope.EACH_KEY)
                .uptime()
                .unavailability();
    }
}
