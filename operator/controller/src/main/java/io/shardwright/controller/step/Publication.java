package io.shardwright.controller.step;

import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.MapDraft;
import io.shardwright.controller.target.Target;
import io.shardwright.planner.ShardId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to write to the PartitionMap: who owns what, and who founded which group.
 *
 * <p>Its epoch rises with each change of content, above every epoch that any pod has seen, so that a map restored from an
 * older state takes over again. At most one write in {@link #SHORTEST_INTERVAL}.
 */
final class Publication {
    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private final Observed observed;
    private final PublishedMap map;
    private final ConfirmedOwnership ownership;

    Publication(Observed observed, PublishedMap map, ConfirmedOwnership ownership) {
        this.observed = observed;
        this.map = map;
        this.ownership = ownership;
    }

    /**
     * The write that is due, if any.
     *
     * @param target empty while the specification is refused: then nothing is founded and no shard leaves the map
     */
    Optional<Step> next(Optional<Target> target) {
        if (observed.at().isBefore(map.publishedAt().plus(SHORTEST_INTERVAL))) {
            return Optional.empty();
        }
        var groups = groups(target);
        long highest = observed.highestMapEpochAtPods();
        var draft = MapDraft.of(observed, ownership, groups, map.spec().epoch());
        boolean changed = !MapDraft.sameContent(draft, map.spec());
        boolean outdated = map.spec().epoch() < highest;
        if (!changed && !outdated && retentionIsApplied()) {
            return Optional.empty();
        }
        long epoch = changed || outdated
                ? Math.max(map.spec().epoch(), highest) + 1
                : map.spec().epoch();
        return Optional.of(new Step.WriteMap(
                MapDraft.of(observed, ownership, groups, epoch),
                founded(groups),
                map.resourceVersion(),
                why(groups, changed, outdated)));
    }

    private boolean retentionIsApplied() {
        return map.retained()
                == switch (observed.spec().storage().retention()) {
                    case Retain -> true;
                    case Delete -> false;
                };
    }

    private List<ShardId> founded(SortedMap<ShardId, List<String>> groups) {
        var recorded = MapDraft.groups(map);
        return groups.keySet().stream()
                .filter(shard -> !groups.getOrDefault(shard, List.of()).isEmpty())
                .filter(shard -> recorded.getOrDefault(shard, List.of()).isEmpty())
                .toList();
    }

    private String why(SortedMap<ShardId, List<String>> groups, boolean changed, boolean outdated) {
        if (!groups.equals(MapDraft.groups(map))) {
            return "shards joined or left";
        }
        if (changed) {
            return "partitions were adopted";
        }
        return outdated ? "pods hold a newer map" : "spec.storage.retention was edited";
    }

    private SortedMap<ShardId, List<String>> groups(Optional<Target> target) {
        var groups = new TreeMap<>(MapDraft.groups(map));
        observed.shards().forEach((shard, state) -> {
            boolean wanted = target.filter(t -> t.wants(shard)).isPresent();
            boolean owns = ownership.now().count(shard) > 0;
            if ((wanted || owns) && groups.getOrDefault(shard, List.of()).isEmpty() && !state.deleting()) {
                Groups.toRecord(state, observed.spec().replicasPerShard())
                        .ifPresent(members -> groups.put(shard, members));
            }
        });
        target.ifPresent(wanted -> groups.keySet().removeIf(shard -> !wanted.wants(shard) && drained(shard)));
        ownership.now().counts().keySet().forEach(shard -> groups.putIfAbsent(shard, List.of()));
        return groups;
    }

    /** Whether a majority of the shard says that it holds nothing, and nobody says that it owns or awaits something. */
    private boolean drained(ShardId shard) {
        return ownership.now().count(shard) == 0
                && ownership.openMoves().stream().noneMatch(move -> move.involves(shard))
                && observed.shard(shard)
                        .map(ObservedShard::majorityHoldsNothing)
                        .orElse(true);
    }

    /** The pods that answered and hold an older map than the published one. */
    Optional<Step> push() {
        var behind = observed.shards().values().stream()
                .flatMap(shard -> shard.replicas().stream())
                .filter(replica -> replica.status()
                        .filter(status -> status.mapEpoch() < map.spec().epoch())
                        .filter(Publication::takesMaps)
                        .isPresent())
                .flatMap(replica -> replica.address().stream())
                .toList();
        return behind.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.PushMap(MapDraft.routingView(map.spec()), behind));
    }

    private static boolean takesMaps(ShardStatus status) {
        return switch (status.role()) {
            case REFUSED -> false;
            case LEADER, FOLLOWER, CANDIDATE, LEARNER, WAITING -> true;
        };
    }
}
