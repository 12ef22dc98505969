package io.shardwright.controller.target;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.planner.Ownership;
import io.shardwright.planner.ShardId;
import io.shardwright.planner.ShardWeight;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is done for one-replica shards whose node is cordoned. Nobody stands in for their pod while it is away, so their
 * partitions move to other shards before, as if their weight were 0, and come back when the node is uncordoned. That is done
 * for as many of them as the others have room for: for all, or else for one after the other by ascending number.
 *
 * @param leaving shards whose partitions leave or have left
 * @param staying shards whose partitions have no other place, with the figures
 */
public record Maintenance(SortedSet<ShardId> leaving, SortedMap<ShardId, String> staying) {
    /** No node is cordoned that it would matter for. */
    public static final Maintenance NONE = new Maintenance(Collections.emptySortedSet(), Collections.emptySortedMap());

    public Maintenance {
        leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
        staying = Collections.unmodifiableSortedMap(new TreeMap<>(staying));
    }

    /**
     * The target for the time that nodes are cordoned.
     *
     * @param current who owns what, with moves in flight carried out
     */
    public static Target apply(Observed observed, Target target, Ownership current) {
        var cordoned = new TreeSet<ShardId>();
        observed.shards().forEach((shard, state) -> {
            if (target.wants(shard) && isOneReplicaOnCordonedNode(observed, state)) {
                cordoned.add(shard);
            }
        });
        if (cordoned.isEmpty()) {
            return target;
        }
        var all = without(target, cordoned);
        if (obstacle(observed, all, current).isEmpty()) {
            return all;
        }
        var leaving = new TreeSet<ShardId>();
        var staying = new TreeMap<ShardId, String>();
        for (var shard : cordoned) {
            var more = new TreeSet<>(leaving);
            more.add(shard);
            String obstacle = obstacle(observed, without(target, more), current);
            if (obstacle.isEmpty()) {
                leaving.add(shard);
            } else {
                staying.put(shard, obstacle);
            }
        }
        return without(target, leaving).with(new Maintenance(leaving, staying));
    }

    /** Whether the shard's only replica is on a node that takes no new pods. */
    public static boolean isOneReplicaOnCordonedNode(Observed observed, ObservedShard shard) {
        return shard.replicas().size() == 1
                && observed.locations()
                        .isOnCordonedNode(shard.replicas().getFirst().pod());
    }

    private static Target without(Target target, Set<ShardId> shards) {
        List<ShardWeight> weights = target.weights().stream()
                .map(weight -> shards.contains(weight.shard()) ? new ShardWeight(weight.shard(), 0) : weight)
                .toList();
        return new Target(
                target.placements(),
                weights,
                target.classes(),
                new Maintenance(new TreeSet<>(shards), Collections.emptySortedMap()));
    }

    private static String obstacle(Observed observed, Target target, Ownership current) {
        return target.weights().stream().allMatch(ShardWeight::drained)
                ? "no other shard may own partitions"
                : Capacity.shortageByNow(observed, target, current).orElse("");
    }
}
