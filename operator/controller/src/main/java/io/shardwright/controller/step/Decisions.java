package io.shardwright.controller.step;

import static java.util.stream.Collectors.toSet;

import io.shardwright.controller.gate.DisruptionGate;
import io.shardwright.controller.gate.Verdict;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.MapDraft;
import io.shardwright.controller.rebalance.Course;
import io.shardwright.controller.rebalance.Course.Moving;
import io.shardwright.controller.rebalance.Rebalancing;
import io.shardwright.controller.step.Decision.Pace;
import io.shardwright.controller.target.Capacity;
import io.shardwright.controller.target.Maintenance;
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
import io.shardwright.resolver.ShardPlacement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    /** Of a copy that takes longer than this, the end isn't missed by looking every two seconds. */
    private static final Duration LONG_COPY = Duration.ofSeconds(10);
    /**
     * By how much a rebuilt map's epoch exceeds the highest that a pod holds. The lost map may have been ahead of every pod,
     * and routers that have it would not take another one of the same epoch. It was ahead by the publications that no pod
     * took, at most one a second, and there is none without news from the pods: so by a few.
     */
    static final long EPOCHS_LOST = 1_000;

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final List<PlannedChange> underWay = new ArrayList<>();

    private Decisions(Observed observed) {
        this.observed = observed;
        this.ownership = ConfirmedOwnership.of(observed);
    }

    /** What to do now. */
    public static Decision decide(Observed observed) {
        return Takeover.hindrance(observed)
                .map(hindrance -> Decision.hindered(observed, hindrance))
                .orElseGet(() -> new Decisions(observed).decide());
    }

    private Decision decide() {
        var resolved = switch (TargetResolver.resolve(observed)) {
            case Target target -> Maintenance.apply(observed, target, ownership.afterMovesInFlight());
            case Refusal refusal -> refusal;
        };
        if (observed.spec().paused()) {
            var target = resolved instanceof Target t ? Optional.of(t) : Optional.<Target>empty();
            return decision(
                    List.of(),
                    Hindrance.PAUSED,
                    target,
                    target.map(this::unplanned).orElse(Course.NONE),
                    Pace.HINDERED);
        }
        if (observed.map().isEmpty()) {
            return withoutMap(resolved);
        }
        var map = observed.map().get();
        return switch (resolved) {
            case Refusal refusal -> refused(map, refusal);
            case Target target -> {
                var course = Rebalancing.course(observed, ownership, target, Moves.PARTITIONS_PER_MOVE);
                var unfit = course.plan()
                        .filter(p -> p.moveCount() > 0)
                        .flatMap(p -> Capacity.check(observed, target, p.current()));
                yield unfit.map(refusal -> refused(map, refusal)).orElseGet(() -> follow(map, target, course));
            }
        };
    }

    /** What would move, while nothing is to be done about it. */
    private Course unplanned(Target target) {
        return Rebalancing.looking(observed, ownership, plan(target));
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
    private Decision follow(PublishedMap map, Target target, Course course) {
        var publication = new Publication(observed, map, ownership);
        var gate = new DisruptionGate(observed, ownership);
        var changes = new Changes(observed, map, gate);
        var starts = Starts.of(observed, map, placements(target));
        var staying = Staying.placements(observed, target, ownership, course);
        changes.decide(
                Stream.concat(target.placements().stream(), staying.stream()).toList());
        var moves = course.plan()
                .map(plan -> moves(target, course, plan, changes, gate, starts))
                .orElse(List.of());
        underWay.addAll(changes.underWay());
        var steps = new ArrayList<Step>();
        var replicas = changes.replicas();
        replicas.putAll(starts.places());
        var placements = Stream.concat(starts.startable().stream(), staying.stream());
        steps.add(ensure(target, placements.toList(), replicas, course));
        steps.addAll(upkeep(publication, map, Optional.of(target)));
        steps.addAll(changes.steps());
        course.writes().forEach(write -> steps.add(new Step.WriteRebalance(write)));
        steps.addAll(moves);
        steps.addAll(removals(map, target));
        var lost = lostShards(map);
        if (!lost.isEmpty()) {
            return decision(steps, dataLost(lost), Optional.of(target), course, Pace.HINDERED);
        }
        var hindrance = changes.hindrance().orElse(null);
        return decision(steps, hindrance, Optional.of(target), course, pace(steps, target, course));
    }

    /** None starts that has to wait for room or new shards; those under way that aren't wanted are dropped all the same. */
    private List<Step> moves(
            Target target, Course course, Plan plan, Changes changes, DisruptionGate gate, Starts starts) {
        boolean awaits = course.moving() == Moving.START
                && plan.moveCount() > 0
                && (changes.moveAwaitsRoom(target, plan) || changes.moveAwaits(starts));
        var waiting = new ArrayList<Verdict.Waits>();
        var moves = Moves.next(observed, ownership, plan, awaits ? Moving.START_NONE : course.moving(), gate, waiting);
        changes.movesWait(waiting);
        return moves;
    }

    /** What goes on whatever the specification says: publishing what was done, and keeping groups complete. */
    private List<Step> upkeep(Publication publication, PublishedMap map, Optional<Target> target) {
        var steps = new ArrayList<Step>();
        publication.next(target).ifPresent(steps::add);
        publication.push().ifPresent(steps::add);
        observed.shards()
                .forEach((shard, state) -> map.entry(shard)
                        .flatMap(entry -> Groups.order(observed, state, entry))
                        .ifPresent(steps::add));
        return steps;
    }

    private Decision refused(PublishedMap map, Refusal refusal) {
        var steps = new ArrayList<>(upkeep(new Publication(observed, map, ownership), map, Optional.empty()));
        var course = Rebalancing.whileRefused(observed, ownership);
        course.writes().forEach(write -> steps.add(new Step.WriteRebalance(write)));
        if (course.moving() == Moving.DROP_COPIES) {
            steps.addAll(Moves.dropCopies(observed, ownership));
        }
        return decision(
                steps,
                new Hindrance(refusal.reason().name(), refusal.message(), true),
                Optional.empty(),
                course,
                steps.isEmpty() && ownership.movesInFlight().isEmpty() ? Pace.HINDERED : Pace.BUSY);
    }

    private Decision withoutMap(TargetResult resolved) {
        if (resolved instanceof Refusal(Refusal.Reason reason, String message)) {
            var hindrance = new Hindrance(reason.name(), message, true);
            return decision(List.of(), hindrance, Optional.empty(), Course.NONE, Pace.HINDERED);
        }
        var target = (Target) resolved;
        var plan = plan(target);
        if (Takeover.nothingWasFounded(observed)) {
            var shards = target.weights().stream().map(weight -> weight.shard()).toList();
            var first = MapDraft.first(
                    observed,
                    plan.map(Plan::target)
                            .orElse(Ownership.empty(observed.spec().partitions())),
                    shards);
            var steps = List.of(
                    new Step.CreateMap(first, false),
                    ensure(target, target.placements(), new TreeMap<>(), Course.NONE));
            return decision(steps, null, Optional.of(target), unplanned(target), Pace.BUSY);
        }
        var missing = missingForRebuild();
        if (missing.isPresent()) {
            var hindrance = Hindrance.ownershipUnknown(missing.get());
            return decision(List.of(reporting(target)), hindrance, Optional.of(target), Course.NONE, Pace.WAITING);
        }
        return decision(List.of(rebuild()), null, Optional.of(target), unplanned(target), Pace.BUSY);
    }

    private Step ensure(
            Target target, List<ShardPlacement> placements, SortedMap<ShardId, Integer> replicas, Course course) {
        var placed = placements.stream().map(ShardPlacement::shard).collect(toSet());
        return new Step.EnsureObjects(
                placements,
                replicas,
                Evictions.held(observed, target, ownership, course),
                Evictions.leaving(observed, target).stream()
                        .filter(placement -> !placed.contains(placement.shard()))
                        .toList(),
                SetVolumes.kept(observed, placements));
    }

    /** As many replicas as each shard has: without a map nobody can say which of them could go, or that more may come. */
    private SortedMap<ShardId, Integer> asManyAsThereAre() {
        var replicas = new TreeMap<ShardId, Integer>();
        observed.shards().forEach((id, shard) -> {
            if (shard.replicas().size() != observed.spec().replicasPerShard()) {
                replicas.put(id, shard.replicas().size());
            }
        });
        return replicas;
    }

    /** The shards wanted, and those that aren't but left volumes: what these hold has to move first. */
    private List<ShardPlacement> placements(Target target) {
        var unwanted = observed.orphanedVolumes().stream()
                .filter(shard -> !target.wants(shard))
                .sorted()
                .map(shard -> TargetResolver.placementOfUnwanted(observed.spec(), shard));
        return Stream.concat(target.placements().stream(), unwanted).toList();
    }

    /** The shards that have something to report: new ones wait until it's known who owns what. */
    private Step reporting(Target target) {
        return ensure(
                target,
                placements(target).stream()
                        .filter(placement -> observed.shard(placement.shard()).isPresent()
                                || observed.orphanedVolumes().contains(placement.shard()))
                        .toList(),
                asManyAsThereAre(),
                Course.NONE);
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
                .forEach((shard, state) -> groups.put(
                        shard,
                        Groups.toRecord(state, observed.spec().replicasPerShard())
                                .orElse(List.of())));
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

    private Pace pace(List<Step> steps, Target target, Course course) {
        boolean waits = course.waiting().isPresent();
        boolean movesLeft = (!waits && course.plan().map(Plan::moveCount).orElse(0) > 0)
                || !ownership.openMoves().isEmpty()
                || ownership.aheadOfMap() > 0;
        boolean acts = steps.stream()
                .anyMatch(step -> !(step instanceof Step.EnsureObjects || step instanceof Step.GrowClaim));
        if (movesLeft || acts || removing(Optional.of(target), course) > 0) {
            return !acts && underWay.isEmpty() && onlyLongCopies() ? Pace.COPYING : Pace.BUSY;
        }
        boolean complete = target.placements().stream()
                .allMatch(placement -> observed.shard(placement.shard())
                        .filter(Decisions::complete)
                        .flatMap(shard -> observed.map().orElseThrow().entry(shard.shard()))
                        .map(ShardOwnership::group)
                        .filter(group -> !group.isEmpty())
                        .isPresent());
        return complete && underWay.isEmpty() && observed.routersReady() > 0 ? Pace.SETTLED : Pace.WAITING;
    }

    private boolean onlyLongCopies() {
        return ownership.aheadOfMap() == 0
                && !ownership.openMoves().isEmpty()
                && ownership.openMoves().stream()
                        .allMatch(move -> move.copyLeft().compareTo(LONG_COPY) > 0);
    }

    private static boolean complete(ObservedShard shard) {
        return shard.votersPresent() == shard.replicas().size();
    }

    private int removing(Optional<Target> target, Course course) {
        return (int) observed.shards().keySet().stream()
                .filter(shard -> target.filter(t -> !t.wants(shard)).isPresent())
                .filter(shard -> course.waiting().isEmpty() || ownership.now().count(shard) == 0)
                .count();
    }

    private Decision decision(
            List<? extends Step> steps,
            @Nullable Hindrance hindrance,
            Optional<Target> target,
            Course course,
            Pace pace) {
        return new Decision(
                List.copyOf(steps),
                Optional.ofNullable(hindrance),
                ownership,
                target,
                course,
                removing(target, course),
                pace,
                underWay);
    }
}
