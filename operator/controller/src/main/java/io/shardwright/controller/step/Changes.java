package io.shardwright.controller.step;

import static java.util.stream.Collectors.toSet;

import io.shardwright.controller.gate.DisruptionGate;
import io.shardwright.controller.gate.Verdict;
import io.shardwright.controller.growth.Room;
import io.shardwright.controller.growth.VolumeGrowth;
import io.shardwright.controller.membership.ReplicaPlaces;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.rollout.Rollout;
import io.shardwright.controller.rollout.RolloutState;
import io.shardwright.controller.rollout.RolloutStep;
import io.shardwright.controller.step.PlannedChange.Kind;
import io.shardwright.controller.target.Target;
import io.shardwright.crds.v1alpha1.ShardOwnership;
import io.shardwright.planner.Plan;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The planned changes of one round other than moves: of the number of replicas, and of the pod template. */
final class Changes {
    private final Observed observed;
    private final PublishedMap map;
    private final DisruptionGate gate;
    private final List<Step> steps = new ArrayList<>();
    private final List<PlannedChange> underWay = new ArrayList<>();
    private Optional<Hindrance> hindrance = Optional.empty();

    Changes(Observed observed, PublishedMap map, DisruptionGate gate) {
        this.observed = observed;
        this.map = map;
        this.gate = gate;
    }

    /** How many replicas shards are to have for now, where that isn't what the specification says. */
    SortedMap<ShardId, Integer> replicas() {
        var replicas = new TreeMap<ShardId, Integer>();
        int wanted = observed.spec().replicasPerShard();
        observed.shards().forEach((id, shard) -> {
            int now = ReplicaPlaces.now(shard, wanted, isFounded(id));
            if (now != wanted) {
                replicas.put(id, now);
            }
        });
        return replicas;
    }

    private boolean isFounded(ShardId id) {
        return !group(id).isEmpty();
    }

    private List<String> group(ShardId id) {
        return map.entry(id).map(ShardOwnership::group).orElse(List.of());
    }

    /**
     * Decides on all of them; what was begun with members comes before restarts.
     *
     * @param kept where the shards are placed that are to be kept as specified
     */
    void decide(List<ShardPlacement> kept) {
        var shards = kept.stream().map(ShardPlacement::shard).collect(toSet());
        members(shards::contains);
        rollout(shards::contains);
        growth(kept);
    }

    private void growth(List<ShardPlacement> kept) {
        var state = VolumeGrowth.next(observed, kept);
        state.claims()
                .forEach(request -> steps.add(new Step.GrowClaim(
                        request.shard(),
                        request.claim().name(),
                        request.claim().uid(),
                        request.resourceVersion(),
                        request.size())));
        if (state.isUnderWay()) {
            underWay.add(new PlannedChange(Kind.VOLUMES, state.text()));
        }
    }

    /** Whether what is to be moved fits only once volumes have grown. */
    boolean moveAwaitsRoom(Target target, Plan plan) {
        var missing = Room.missing(observed, target, plan);
        missing.ifPresent(
                figures -> underWay.add(new PlannedChange(Kind.MOVES, "moves wait for larger volumes: " + figures)));
        return missing.isPresent();
    }

    /** Whether what is to be moved waits until new shards have started. */
    boolean moveAwaits(Starts starts) {
        var shard = starts.holdingMoves();
        shard.ifPresent(id -> underWay.add(new PlannedChange(Kind.MOVES, "moves wait: shard " + id + " starts")));
        return shard.isPresent();
    }

    private void members(Predicate<ShardId> kept) {
        int wanted = observed.spec().replicasPerShard();
        var shards = observed.shards().values().stream()
                .filter(shard -> kept.test(shard.shard()) && isFounded(shard.shard()))
                .toList();
        var waits = new ArrayList<String>();
        for (var shard : shards) {
            Groups.planned(observed, shard, gate).ifPresent(next -> {
                if (next instanceof Groups.Next.Do(Step.Order order)) {
                    steps.add(order);
                } else if (next instanceof Groups.Next.Waits(String why)) {
                    waits.add(why);
                }
            });
            ReplicaPlaces.leftBehind(shard)
                    .forEach(claim -> steps.add(new Step.DeleteClaim(
                            shard.shard(), claim.name(), claim.uid(), "its replica is no member any more")));
        }
        long settled = shards.stream()
                .filter(shard -> ReplicaPlaces.isSettled(shard, wanted))
                .count();
        if (settled < shards.size()) {
            underWay.add(new PlannedChange(
                    Kind.MEMBERS,
                    "%d/%d shards with %d replicas%s"
                            .formatted(
                                    settled,
                                    shards.size(),
                                    wanted,
                                    waits.isEmpty() ? newcomer(shards) : ", waits: " + waits.getFirst())));
        }
    }

    /** The first replica that is to join and doesn't answer, if any. */
    private static String newcomer(List<ObservedShard> shards) {
        return shards.stream()
                .flatMap(shard -> shard.leader().stream()
                        .flatMap(leader -> shard.replicas().stream()
                                .filter(replica -> replica.status().isEmpty())
                                .filter(replica -> leader.members().stream()
                                        .noneMatch(voter -> voter.pod().equals(replica.pod())))))
                .findFirst()
                .map(replica -> ", waits: %s isn't up%s"
                        .formatted(
                                replica.pod(),
                                replica.facts()
                                        .flatMap(pod -> pod.trouble())
                                        .map(": "::concat)
                                        .orElse("")))
                .orElse("");
    }

    private void rollout(Predicate<ShardId> kept) {
        var state = Rollout.next(observed, gate, kept);
        state.steps().stream().flatMap(Changes::steps).forEach(steps::add);
        if (state.isUnderWay()) {
            underWay.add(new PlannedChange(Kind.ROLLOUT, state.text()));
        }
        hindrance = state.stopped().map(Changes::stopped);
    }

    private static Hindrance stopped(String why) {
        return new Hindrance(RolloutState.STOPPED, why, true);
    }

    /** The claim goes first: it stays until its pod is gone, and a crash in between leaves both to be deleted again. */
    private static Stream<Step> steps(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Restart(var shard, var pod, var uid, var volume, var why) ->
                Stream.concat(
                        volume.stream()
                                .filter(claim -> !claim.deleting())
                                .map(claim -> new Step.DeleteClaim(
                                        shard, claim.name(), claim.uid(), "its replica begins anew in another class")),
                        Stream.of(new Step.RestartPod(shard, pod, uid, why)));
            case RolloutStep.StepDown(var shard, var leader) -> Stream.of(new Step.StepDown(shard, leader));
        };
    }

    /** Moves that the gate holds up. */
    void movesWait(List<Verdict.Waits> waits) {
        waits.stream()
                .filter(wait -> wait.reason() == Verdict.Reason.BUSY)
                .findFirst()
                .ifPresent(wait -> underWay.add(
                        new PlannedChange(Kind.MOVES, "%d moves wait: %s".formatted(waits.size(), wait.why()))));
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    List<PlannedChange> underWay() {
        return List.copyOf(underWay);
    }

    Optional<Hindrance> hindrance() {
        return hindrance;
    }
}
