package io.shardwright.controller.step;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.MapDraft;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.target.Capacity;
import io.shardwright.controller.target.Refusal;
import io.shardwright.controller.target.Target;
import io.shardwright.controller.target.TargetResolver;
import io.shardwright.controller.target.TargetResult;
import io.shardwright.crds.v1alpha1.ShardOwnership;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.Plan;
import io.shardwright.planner.PlanRequest;
import io.shardwright.planner.PlanResult;
import io.shardwright.planner.Planner;
import io.shardwright.planner.Refused;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do next. A pure function of what is observed: whoever comes after a crash decides the same.
 *
 * <p>In order: a map before any group; founding members on record before any of them is told; the published map behind
 * what the shards have done; and of what is new, growth before moves before removal. A refused specification touches no
 * object and starts no move, while what was begun is carried to its end.
 */
public final class Decisions {
    /** How long routers have to follow the map before a shard goes that it no longer lists. */
    static final Duration ROUTERS_FOLLOW = Duration.ofSeconds(5);
    /**
     * By how much a rebuilt map's epoch exceeds the highest that a pod holds. The lost map may have been ahead of every pod,
     * and routers that have it would not take another one of the same epoch. It was ahead by the publications that no pod
     * took, at most one a second, and there is none without news from the pods: so by a few.
     */
    static final long EPOCHS_LOST = 1_000;

    private final Observed observed;
    private final ConfirmedOwnership ownership;

    private Decisions(Observed observed) {
        this.observed = observed;
        this.ownership = ConfirmedOwnership.of(observed);
    }

    /** What to do now. */
    public static Decision decide(Observed observed) {
        return new Decisions(observed).decide();
    }

    private Decision decide() {
        var resolved = TargetResolver.resolve(observed);
        if (observed.spec().paused()) {
            var target = resolved instanceof Target t ? Optional.of(t) : Optional.<Target>empty();
            return decision(List.of(), Hindrance.PAUSED, target, target.flatMap(this::plan), Pace.HINDERED);
        }
        if (observed.map().isEmpty()) {
            return withoutMap(resolved);
        }
        var map = observed.map().get();
        return switch (resolved) {
            case Refusal refusal -> refused(map, refusal);
            case Target target -> {
                var plan = plan(target);
                var unfit =
                        plan.filter(p -> p.moveCount() > 0).flatMap(p -> Capacity.check(observed, target, p.current()));
                yield unfit.map(refusal -> refused(map, refusal)).orElseGet(() -> follow(map, target, plan));
            }
        };
    }

    private Optional<Plan> plan(Target target) {
        var request = PlanRequest.of(ownership.afterMovesInFlight(), target.weights())
                .withMaxPartitionsPerBatch(Moves.PARTITIONS_PER_MOVE);
        return switch (Planner.plan(request)) {
            case PlanResult.Planned(Plan plan) -> Optional.of(plan);
            case Refused refused -> Optional.empty(); // The resolver refuses weights that can't be planned for.
        };
    }

    /** The specification is followed. */
    private Decision follow(PublishedMap map, Target target, Optional<Plan> plan) {
        var publication = new Publication(observed, map, ownership);
        var steps = new ArrayList<Step>();
        steps.add(new Step.EnsureObjects(target.placements()));
        var moves = plan.map(p -> Moves.next(observed, ownership, p)).orElse(List.of());
        steps.addAll(upkeep(publication, map, Optional.of(target), moves.isEmpty() ? Optional.empty() : plan));
        if (publication.onRecord(target)) {
            steps.addAll(moves);
        }
        steps.addAll(removals(map, target));
        var lost = lostShards(map);
        if (!lost.isEmpty()) {
            return decision(steps, dataLost(lost), Optional.of(target), plan, Pace.HINDERED);
        }
        return decision(steps, null, Optional.of(target), plan, pace(steps, target, plan));
    }

    /** What goes on whatever the specification says: publishing what was done, and keeping groups complete. */
    private List<Step> upkeep(Publication publication, PublishedMap map, Optional<Target> target, Optional<Plan> plan) {
        var steps = new ArrayList<Step>();
        publication.next(target, plan).ifPresent(steps::add);
        publication.push().ifPresent(steps::add);
        observed.shards()
                .forEach((shard, state) -> map.entry(shard)
                        .flatMap(entry -> Groups.order(observed, state, entry))
                        .ifPresent(steps::add));
        return steps;
    }

    private Decision refused(PublishedMap map, Refusal refusal) {
        var steps = upkeep(new Publication(observed, map, ownership), map, Optional.empty(), Optional.empty());
        return decision(
                steps,
                new Hindrance(refusal.reason().name(), refusal.message(), true),
                Optional.empty(),
                Optional.empty(),
                steps.isEmpty() && ownership.movesInFlight().isEmpty() ? Pace.HINDERED : Pace.BUSY);
    }

    private Decision withoutMap(TargetResult resolved) {
        if (resolved instanceof Refusal(Refusal.Reason reason, String message)) {
            var hindrance = new Hindrance(reason.name(), message, true);
            return decision(List.of(), hindrance, Optional.empty(), Optional.empty(), Pace.HINDERED);
        }
        var target = (Target) resolved;
        var plan = plan(target);
        if (observed.shards().isEmpty() && observed.orphanedVolumes().isEmpty()) {
            var shards = target.weights().stream().map(weight -> weight.shard()).toList();
            var first = MapDraft.first(
                    observed,
                    plan.map(Plan::target)
                            .orElse(Ownership.empty(observed.spec().partitions())),
                    shards);
            var steps = List.of(new Step.CreateMap(first, false), new Step.EnsureObjects(target.placements()));
            return decision(steps, null, Optional.of(target), plan, Pace.BUSY);
        }
        var missing = missingForRebuild();
        if (missing.isPresent()) {
            var hindrance = Hindrance.ownershipUnknown(missing.get());
            return decision(List.of(reporting(target)), hindrance, Optional.of(target), Optional.empty(), Pace.WAITING);
        }
        return decision(List.of(rebuild()), null, Optional.of(target), plan, Pace.BUSY);
    }

    /** The shards that have something to report: new ones wait until it's known who owns what. */
    private Step reporting(Target target) {
        return new Step.EnsureObjects(target.placements().stream()
                .filter(placement -> observed.shard(placement.shard()).isPresent()
                        || observed.orphanedVolumes().contains(placement.shard()))
                .toList());
    }

    /** What keeps the map from being rebuilt; empty if nothing does. */
    private Optional<String> missingForRebuild() {
        if (!observed.orphanedVolumes().isEmpty()) {
            return Optional.of("shards " + observed.orphanedVolumes() + " have volumes and no StatefulSet");
        }
        var silent = observed.shards().values().stream()
                .filter(shard -> shard.leader().isEmpty() && !Groups.waits(shard))
                .map(ObservedShard::shard)
                .findFirst();
        if (silent.isPresent()) {
            return Optional.of("shard " + silent.get() + " has no leader that a majority confirms");
        }
        int unowned = ownership.now().unowned();
        return unowned == 0 ? Optional.empty() : Optional.of("no shard reports " + unowned + " of the partitions");
    }

    private Step rebuild() {
        var groups = new TreeMap<ShardId, List<String>>();
        observed.shards()
                .forEach((shard, state) ->
                        groups.put(shard, Groups.toRecord(state).orElse(List.of())));
        long epoch = observed.highestMapEpochAtPods() + EPOCHS_LOST;
        return new Step.CreateMap(MapDraft.of(observed, ownership, groups, epoch), true);
    }

    private List<Step> removals(PublishedMap map, Target target) {
        if (observed.at().isBefore(map.publishedAt().plus(ROUTERS_FOLLOW))) {
            return List.of();
        }
        return observed.shards().values().stream()
                .filter(shard -> !target.wants(shard.shard()) && !shard.deleting())
                .filter(shard -> map.entry(shard.shard()).isEmpty())
                .filter(shard -> ownership.now().count(shard.shard()) == 0)
                .filter(ObservedShard::majorityHoldsNothing)
                .<Step>map(shard -> new Step.RemoveShard(shard.shard()))
                .toList();
    }

    private List<ShardId> lostShards(PublishedMap map) {
        return observed.shards().values().stream()
                .filter(shard -> map.entry(shard.shard())
                        .filter(entry -> Groups.lost(shard, entry))
                        .isPresent())
                .map(ObservedShard::shard)
                .toList();
    }

    private static Hindrance dataLost(List<ShardId> lost) {
        return new Hindrance(
                "ShardDataLost",
                "shard %s: the volumes of a majority of its members are gone, and with them acknowledged writes; it is not founded again by itself: restore its volumes, or create a new ShardSet"
                        .formatted(lost.getFirst()),
                true);
    }

    private Pace pace(List<Step> steps, Target target, Optional<Plan> plan) {
        boolean movesLeft = plan.map(Plan::moveCount).orElse(0) > 0
                || !ownership.openMoves().isEmpty()
                || ownership.aheadOfMap() > 0;
        boolean acts = steps.stream().anyMatch(step -> !(step instanceof Step.EnsureObjects));
        if (movesLeft || acts || removing(Optional.of(target)) > 0) {
            return Pace.BUSY;
        }
        boolean complete = target.placements().stream()
                .allMatch(placement -> observed.shard(placement.shard())
                        .filter(Decisions::complete)
                        .flatMap(shard -> observed.map().orElseThrow().entry(shard.shard()))
                        .map(ShardOwnership::group)
                        .filter(group -> !group.isEmpty())
                        .isPresent());
        return complete && observed.routersReady() > 0 ? Pace.SETTLED : Pace.WAITING;
    }

    private static boolean complete(ObservedShard shard) {
        return shard.votersPresent() == shard.replicas().size();
    }

    private int removing(Optional<Target> target) {
        return (int) observed.shards().keySet().stream()
                .filter(shard -> target.filter(t -> !t.wants(shard)).isPresent())
                .count();
    }

    private Decision decision(
            List<? extends Step> steps,
            @Nullable Hindrance hindrance,
            Optional<Target> target,
            Optional<Plan> plan,
            Pace pace) {
        return new Decision(
                List.copyOf(steps), Optional.ofNullable(hindrance), ownership, target, plan, removing(target), pace);
    }
}
