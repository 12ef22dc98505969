package io.shardwright.controller.step;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.rebalance.Course;
import io.shardwright.controller.target.Maintenance;
import io.shardwright.controller.target.Target;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.util.List;
import java.util.Set;

/**
 * Which one-replica shards' pods must not be evicted: those that hold something that can still go elsewhere. The budget has
 * to stand before a node is cordoned, since {@code kubectl drain} evicts in the same moment; the eviction is tried again
 * until the shard is empty and routers have followed. A shard that can't give its partitions away isn't held, nor one on a
 * cordoned node whose partitions stay until a person decides, so that a drain always ends.
 */
final class Evictions {
    private final Observed observed;
    private final Target target;
    private final ConfirmedOwnership ownership;
    private final Course course;

    private Evictions(Observed observed, Target target, ConfirmedOwnership ownership, Course course) {
        this.observed = observed;
        this.target = target;
        this.ownership = ownership;
        this.course = course;
    }

    static Set<ShardId> held(Observed observed, Target target, ConfirmedOwnership ownership, Course course) {
        var evictions = new Evictions(observed, target, ownership, course);
        return observed.shards().values().stream()
                .filter(shard -> shard.replicas().size() == 1)
                .filter(evictions::isHeld)
                .map(ObservedShard::shard)
                .collect(toUnmodifiableSet());
    }

    /**
     * The one-replica shards that exist and are to go. They may stay for long, with what they own, until a person decides: then
     * a budget from the time that they were wanted would hold up a drain for as long.
     */
    static List<ShardPlacement> leaving(Observed observed, Target target) {
        return observed.shards().values().stream()
                .filter(shard -> shard.replicas().size() == 1 && !target.wants(shard.shard()) && !shard.deleting())
                .map(shard -> Staying.placement(observed, shard))
                .toList();
    }

    private boolean isHeld(ObservedShard shard) {
        boolean cordoned = Maintenance.isOneReplicaOnCordonedNode(observed, shard);
        if (target.maintenance().staying().containsKey(shard.shard())
                || (cordoned && ownedStays(shard.shard()))
                || !hasSomewhereToGo(shard.shard(), cordoned)) {
            return false;
        }
        return holdsSomething(shard) || (cordoned && !routersFollowed(shard.shard()));
    }

    /** Whether it owns something, and nothing moves: no Rebalance is made, or it waits for approval, is paused or aborted. */
    private boolean ownedStays(ShardId shard) {
        return course.waiting().isPresent() && ownership.now().count(shard) > 0;
    }

    /** Whether another shard may own partitions; where it matters now, one that can take them. */
    private boolean hasSomewhereToGo(ShardId shard, boolean now) {
        return target.weights().stream()
                .filter(weight -> !weight.shard().equals(shard) && !weight.drained())
                .anyMatch(weight -> !now || observed.leader(weight.shard()).isPresent());
    }

    private boolean holdsSomething(ObservedShard shard) {
        return ownership.now().count(shard.shard()) > 0
                || ownership.openMoves().stream().anyMatch(move -> move.involves(shard.shard()))
                || !shard.majorityHoldsNothing();
    }

    private boolean routersFollowed(ShardId shard) {
        return observed.map()
                .filter(map -> map.entry(shard)
                        .filter(entry -> !entry.ranges().isEmpty())
                        .isEmpty())
                .filter(map -> !observed.at().isBefore(map.publishedAt().plus(Decisions.ROUTERS_FOLLOW)))
                .isPresent();
    }
}
