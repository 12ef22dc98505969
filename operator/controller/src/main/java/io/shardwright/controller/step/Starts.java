package io.shardwright.controller.step;

import static java.util.stream.Collectors.toSet;

import io.shardwright.controller.membership.ReplicaPlaces;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PodFacts;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.observe.Replica;
import io.shardwright.controller.ownership.MapDraft;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How pods come beside those that serve: of new shards, and of shards that are to have more replicas.
 *
 * <p>A process that starts takes the CPUs of those beside it. So new pods start one after the other, a tenth as many at once as
 * there are shards with a group; the next one when the last one answers, and no move begins while a new shard starts.
 * Whoever has no node, fails, or isn't there after a minute is waited for no longer. Where nothing serves yet, all start together.
 */
final class Starts {
    /** How long a pod's start is thought to take its CPUs at most. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private final Observed observed;
    private final Set<ShardId> founded;
    private final int replicasWanted;
    private final List<ShardPlacement> startable = new ArrayList<>();
    private final SortedMap<ShardId, Integer> places = new TreeMap<>();
    private long mayStart;

    private Starts(Observed observed, Set<ShardId> founded) {
        this.observed = observed;
        this.founded = founded;
        this.replicasWanted = observed.spec().replicasPerShard();
    }

    /**
     * What may start now.
     *
     * @param wanted the shards to keep objects of in the end
     */
    static Starts of(Observed observed, PublishedMap map, List<ShardPlacement> wanted) {
        var starts = new Starts(
                observed,
                MapDraft.groups(map).entrySet().stream()
                        .filter(group -> !group.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(toSet()));
        if (starts.founded.isEmpty()) {
            starts.startable.addAll(wanted);
        } else {
            starts.decide(wanted);
        }
        return starts;
    }

    private void decide(List<ShardPlacement> wanted) {
        long starting = observed.shards().values().stream()
                .mapToLong(shard ->
                        shard.replicas().stream().filter(r -> starts(shard, r)).count())
                .sum();
        mayStart = Math.max(1, founded.size() / 10) - starting;
        for (var placement : wanted) {
            var shard = observed.shard(placement.shard());
            if (shard.isPresent()) {
                startable.add(placement);
                grow(shard.get());
            } else if (founded.contains(placement.shard())
                    || observed.orphanedVolumes().contains(placement.shard())) {
                startable.add(placement); // what is lost there comes back at once
            } else if (mayStart > 0) {
                startable.add(placement);
                place(placement.shard(), 1);
                mayStart--;
            }
        }
    }

    private void grow(ObservedShard shard) {
        int now = shard.replicas().size();
        if (now < replicasWanted && ReplicaPlaces.mayGrow(shard, isFounded(shard))) {
            boolean another = mayStart > 0;
            place(shard.shard(), another ? now + 1 : now);
            mayStart -= another ? 1 : 0;
        }
    }

    private void place(ShardId shard, int replicas) {
        if (replicas < replicasWanted) {
            places.put(shard, replicas);
        }
    }

    private boolean isFounded(ObservedShard shard) {
        return founded.contains(shard.shard());
    }

    private boolean starts(ObservedShard shard, Replica replica) {
        boolean isNew = !isFounded(shard)
                || shard.leader()
                        .filter(leader -> leader.members().stream()
                                .noneMatch(voter -> voter.pod().equals(replica.pod())))
                        .isPresent();
        return isNew
                && replica.status().isEmpty()
                && replica.facts()
                        .map(pod -> !inTrouble(pod)
                                && observed.at().isBefore(pod.since().plus(LONGEST)))
                        .orElse(true);
    }

    private static boolean inTrouble(PodFacts pod) {
        return switch (pod.state()) {
            case UNSCHEDULABLE, FAILING -> true;
            case PENDING, RUNNING, READY -> false;
        };
    }

    /** The shards to keep objects of by now. */
    List<ShardPlacement> startable() {
        return List.copyOf(startable);
    }

    /** How many replicas shards have by now that are to have more. */
    SortedMap<ShardId, Integer> places() {
        return places;
    }

    /** The first new shard that moves wait for; empty if there is none. */
    Optional<ShardId> holdingMoves() {
        return startable.stream()
                .map(ShardPlacement::shard)
                .filter(this::holdsMoves)
                .findFirst();
    }

    /** Not for longer than its pods are thought to take one after the other. */
    private boolean holdsMoves(ShardId id) {
        return observed.shard(id)
                .map(shard -> shard.leader().isEmpty()
                        && observed.at().isBefore(shard.set().created().plus(LONGEST.multipliedBy(replicasWanted)))
                        && shard.replicas().stream()
                                .noneMatch(replica -> replica.facts()
                                        .filter(Starts::inTrouble)
                                        .isPresent()))
                .orElse(true); // it is created in this round
    }
}
