package io.shardwright.planner.availability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the cheapest change that meets a target.
 *
 * <p>Every combination of the options is a candidate: replicas × routers × apart on nothing, hosts or zones × detection ×
 * standby, some thousand at most. They are tried in the order of {@link Change#CHEAPEST_FIRST}, so the first that meets the
 * target is the cheapest.
 *
 * <p>Shards that are in the same form before a change are so after it, so one of each form is computed.
 */
final class ImprovementSearch {

    /** A change that takes away less than this part of the outage isn't called better. */
    private static final double WORTH_MENTIONING = 0.01;

    private final ShardedSystem system;
    private final ShardedSystem sample;
    private final Options options;
    private final Map<Layout, Model> models = new HashMap<>();
    private final List<String> zones;
    private final int replicas;

    /** What of a change decides where things run. */
    private record Layout(int replicas, int routers, Change.Apart apart) {}

    ImprovementSearch(ShardedSystem system, Options options) {
        this.system = system;
        this.options = options;
        sample = new Model(system).sample();
        zones = system.placement()
                .locations()
                .flatMap(location -> location.zone().stream())
                .sorted()
                .distinct()
                .toList();
        replicas = system.placement().shards().values().stream()
                .mapToInt(List::size)
                .min()
                .orElseThrow();
    }

    Verdict meet(Uptime target, Figure now) {
        var best = now;
        Optional<Change> bestChange = Optional.empty();
        for (var change : candidates()) {
            var figure = figure(change);
            if (figure.uptime().compareTo(target) >= 0) {
                return new Verdict.Improvable(target, now, edits(change), change.addedPods(), figure);
            }
            if (figure.uptime().unavailability() < best.uptime().unavailability() * (1 - WORTH_MENTIONING)) {
                best = figure;
                bestChange = Optional.of(change);
            }
        }
        return new Verdict.Unreachable(target, now, bestChange.map(this::edits).orElse(List.of()), best, limit(best));
    }

    /** All candidates, the cheapest first. */
    private List<Change> candidates() {
        var all = new ArrayList<Change>();
        for (int replicasWanted : replicaCounts()) {
            for (int routers : routerCounts()) {
                for (var apart : aparts()) {
                    for (var detection : detections()) {
                        for (boolean hot : standbys()) {
                            all.add(change(replicasWanted, routers, apart, detection, hot));
                        }
                    }
                }
            }
        }
        return all.stream()
                .filter(change -> change.settings() > 0)
                .sorted(Change.CHEAPEST_FIRST)
                .toList();
    }

    /** What a change would give. The placement's part is kept, because detection and standby only change the pause. */
    private Figure figure(Change change) {
        var layout = new Layout(change.replicas(), change.routers(), change.apart());
        var replication = change.hot() ? Replication.HOT_STANDBY : system.replication();
        var assumptions = system.assumptions().withDetection(change.detection());
        return models.computeIfAbsent(layout, this::model)
                .eachKey(Operation.WRITE, replication.pause(Operation.WRITE, assumptions));
    }

    private Model model(Layout layout) {
        var placement =
                new ChangedPlacement(zones, layout.apart()).of(sample.placement(), layout.replicas(), layout.routers());
        return new Model(new ShardedSystem(placement, system.replication(), system.assumptions()));
    }

    private Change change(int wanted, int routers, Change.Apart apart, Duration detection, boolean hot) {
        int pods = system.placement().shards().values().stream()
                .mapToInt(members -> Math.max(0, wanted - members.size()))
                .sum();
        int routersNow = system.placement().routers().size();
        int settings = (wanted > replicas ? 1 : 0)
                + (routers > routersNow ? 1 : 0)
                + (apart == Change.Apart.NOTHING ? 0 : 1)
                + (detection.equals(system.assumptions().detection()) ? 0 : 1)
                + (hot ? 1 : 0);
        return new Change(wanted, routers, apart, detection, hot, pods + routers - routersNow, settings);
    }

    private List<Integer> replicaCounts() {
        return Stream.concat(
                        Stream.of(replicas), options.replicaCounts().stream().filter(count -> count > replicas))
                .toList();
    }

    private List<Integer> routerCounts() {
        int now = system.placement().routers().size();
        int most = now == 0 ? 0 : Math.max(now, options.mostRouters());
        return IntStream.rangeClosed(now, most).boxed().toList();
    }

    private List<Change.Apart> aparts() {
        var aparts = new ArrayList<>(List.of(Change.Apart.NOTHING));
        if (options.spread()) {
            aparts.add(Change.Apart.HOSTS);
            if (zones.size() > 1 && system.assumptions().zone().unavailability() > 0) {
                aparts.add(Change.Apart.ZONES);
            }
        }
        return aparts;
    }

    private List<Duration> detections() {
        var now = system.assumptions().detection();
        return Stream.concat(
                        Stream.of(now), options.detections().stream().filter(detection -> detection.compareTo(now) < 0))
                .toList();
    }

    private List<Boolean> standbys() {
        return options.hotStandby() && system.replication() == Replication.COLD_STANDBY
                ? List.of(false, true)
                : List.of(false);
    }

    private List<Edit> edits(Change change) {
        var edits = new ArrayList<Edit>();
        int routersNow = system.placement().routers().size();
        if (change.replicas() > replicas) {
            edits.add(set(
                    Setting.REPLICAS,
                    change.replicas() + "",
                    " (" + more(change.addedPods() - (change.routers() - routersNow)) + ")"));
        }
        if (change.routers() > routersNow) {
            edits.add(set(Setting.ROUTERS, change.routers() + "", " (" + more(change.routers() - routersNow) + ")"));
        }
        switch (change.apart()) {
            case NOTHING -> {}
            case HOSTS -> edits.add(apart(Setting.HOSTS, "hosts"));
            case ZONES -> edits.add(apart(Setting.ZONES, "zones"));
        }
        if (!change.detection().equals(system.assumptions().detection())) {
            edits.add(new Edit(
                    Setting.DETECTION,
                    "have the application notice a failed leader within " + Assumptions.text(change.detection())
                            + " (stated in " + Setting.DETECTION.field() + ")"));
        }
        if (change.hot()) {
            edits.add(set(Setting.STANDBY, "Hot", ""));
        }
        return edits;
    }

    private static Edit apart(Setting setting, String domains) {
        return new Edit(setting, "require different " + domains + " for replicas of a shard in " + setting.field());
    }

    private static Edit set(Setting setting, String value, String effect) {
        return new Edit(setting, "set " + setting.field() + " to " + value + effect);
    }

    private static String more(int pods) {
        return pods + (pods == 1 ? " more pod" : " more pods");
    }

    /** The part that costs most of what is left. */
    private static String limit(Figure best) {
        double routers = best.routers().unavailability();
        double replicas = best.replicas().unavailability();
        if (best.takeOver() >= Math.max(routers, replicas)) {
            return "take-overs still cost " + Explanation.percent(best.takeOver());
        }
        return routers > replicas
                ? "the routers alone give " + best.routers()
                : "the replicas alone give " + best.replicas();
    }
}
