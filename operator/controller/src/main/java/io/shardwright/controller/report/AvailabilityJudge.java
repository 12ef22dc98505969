package io.shardwright.controller.report;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.text.ShortText;
import io.shardwright.crds.v1alpha1.AvailabilityStatus;
import io.shardwright.crds.v1alpha1.DownTime;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.availability.Availability;
import io.shardwright.planner.availability.Figure;
import io.shardwright.planner.availability.Location;
import io.shardwright.planner.availability.Operation;
import io.shardwright.planner.availability.Options;
import io.shardwright.planner.availability.Period;
import io.shardwright.planner.availability.Placement;
import io.shardwright.planner.availability.Scope;
import io.shardwright.planner.availability.ShardedSystem;
import io.shardwright.planner.availability.Target;
import io.shardwright.planner.availability.Verdict;
import io.shardwright.resolver.AvailabilityInputs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Computes the availability of ShardSets from where their pods are. Computes again only when that, or what is assumed or asked
 * for, has changed; a pod that is being replaced counts as where it was for {@link #REPLACED_WITHIN}.
 */
final class AvailabilityJudge {
    static final Duration REPLACED_WITHIN = Duration.ofMinutes(1);
    private static final int LONGEST_TEXT = 256;
    /** Significant digits of the share of the time that is missing to 100 %. */
    private static final int DIGITS = 2;

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(
            Placement lastComplete, Instant at, ShardedSystem system, Optional<Target> target, Judgement judgement) {}

    /**
     * The computed availability.
     *
     * @param verdict how it compares with the target; empty if there is none
     */
    record Judgement(AvailabilityStatus status, double write, Optional<Verdict> verdict) {}

    /** Judges what is observed; at least one shard has to exist. */
    Judgement judge(Observed observed) {
        var last = Optional.ofNullable(known.get(observed.uid()));
        var now = placement(observed);
        boolean complete = isComplete(now);
        var placement = complete
                ? now
                : last.filter(k ->
                                observed.at().isBefore(k.at().plus(REPLACED_WITHIN)) && sameSize(k.lastComplete(), now))
                        .map(Known::lastComplete)
                        .orElse(now);
        var spec = observed.spec();
        var system = new ShardedSystem(
                placement, AvailabilityInputs.replication(spec.consistency()), AvailabilityInputs.assumptions(spec));
        var target = AvailabilityInputs.target(spec);
        var judgement = last.filter(k -> k.system().equals(system) && k.target().equals(target))
                .map(Known::judgement)
                .orElseGet(() -> judgement(system, target));
        known.put(
                observed.uid(),
                new Known(
                        complete ? now : last.map(Known::lastComplete).orElse(now),
                        complete ? observed.at() : last.map(Known::at).orElse(Instant.EPOCH),
                        system,
                        target,
                        judgement));
        return judgement;
    }

    void forget(String shardSetUid) {
        known.remove(shardSetUid);
    }

    private static Placement placement(Observed observed) {
        var shards = new TreeMap<ShardId, List<Location>>();
        observed.shards()
                .forEach((shard, state) -> shards.put(
                        shard,
                        state.replicas().stream()
                                .map(replica -> observed.locations().of(replica.pod()))
                                .toList()));
        return new Placement(observed.locations().routers(), shards);
    }

    private static boolean isComplete(Placement placement) {
        return Stream.concat(
                        placement.routers().stream(),
                        placement.shards().values().stream().flatMap(List::stream))
                .allMatch(Location::placed);
    }

    private static boolean sameSize(Placement a, Placement b) {
        return a.shards().keySet().equals(b.shards().keySet())
                && a.routers().size() == b.routers().size();
    }

    private static Judgement judgement(ShardedSystem system, Optional<Target> target) {
        var availability = Availability.of(system);
        var write = availability.figure(Operation.WRITE, Scope.EACH_KEY);
        return new Judgement(
                status(availability, write),
                1 - write.uptime().unavailability(),
                target.map(asked -> asked.compare(system, Options.all())));
    }

    private static AvailabilityStatus status(Availability availability, Figure write) {
        var uptime = write.uptime();
        return new AvailabilityStatus(
                uptime.percent(DIGITS),
                percent(availability, Operation.READ, Scope.EACH_KEY),
                percent(availability, Operation.WRITE, Scope.ALL_KEYS),
                percent(availability, Operation.READ, Scope.ALL_KEYS),
                new DownTime(
                        uptime.downTime(Period.YEAR).toString(),
                        uptime.downTime(Period.MONTH).toString(),
                        uptime.downTime(Period.WEEK).toString(),
                        uptime.downTime(Period.DAY).toString()),
                write.worst().map(ShardId::ordinal).orElse(null),
                ShortText.atMost(
                        LONGEST_TEXT,
                        availability.explain().stream()
                                .filter(line -> line.startsWith("write, each key"))
                                .findFirst()
                                .orElse("")));
    }

    private static String percent(Availability availability, Operation operation, Scope scope) {
        return availability.figure(operation, scope).uptime().percent(DIGITS);
    }
}
