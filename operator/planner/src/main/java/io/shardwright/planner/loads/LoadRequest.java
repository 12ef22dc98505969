package io.shardwright.planner.loads;

import io.shardwright.planner.Ownership;
import io.shardwright.planner.PartitionSet;
import java.util.Comparator;
import java.util.List;

/**
 * What a plan by measured loads is made from.
 *
 * @param current who owns what now; partitions with an open move are to be given as already at its destination
 * @param shards the shards that are to exist, by ascending shard; owners not among them are to be emptied
 * @param loads of all partitions
 * @param tolerance how uneven loads may be
 * @param limits how much may move
 * @param pinned partitions that have to stay where they are, because they have just moved, say
 * @param separation which partitions belong in different failure domains
 */
public record LoadRequest(
        Ownership current,
        List<LoadShard> shards,
        Loads loads,
        Tolerance tolerance,
        Limits limits,
        PartitionSet pinned,
        Separation separation) {

    /** @throws IllegalArgumentException if a shard is named twice, or the numbers of partitions differ */
    public LoadRequest {
        shards = shards.stream().sorted(Comparator.comparing(LoadShard::shard)).toList();
        for (int i = 1; i < shards.size(); i++) {
            if (shards.get(i).shard().equals(shards.get(i - 1).shard())) {
                throw new IllegalArgumentException("shard " + shards.get(i).shard() + " is named twice");
            }
        }
        if (loads.partitions() != current.partitions()) {
            throw new IllegalArgumentException(
                    "loads of " + loads.partitions() + " partitions, and " + current.partitions() + " partitions");
        }
    }

    /** A request with the default tolerance, no limits, nothing pinned and nothing to separate; shards in any order. */
    public static LoadRequest of(Ownership current, List<LoadShard> shards, Loads loads) {
        return new LoadRequest(
                current, shards, loads, Tolerance.DEFAULT, Limits.NONE, PartitionSet.of(), Separation.NONE);
    }

    /** This request from another ownership. */
    LoadRequest from(Ownership ownership) {
        return new LoadRequest(ownership, shards, loads, tolerance, limits, pinned, separation);
    }

    public LoadRequest withTolerance(Tolerance other) {
        return new LoadRequest(current, shards, loads, other, limits, pinned, separation);
    }

    public LoadRequest withLimits(Limits other) {
        return new LoadRequest(current, shards, loads, tolerance, other, pinned, separation);
    }

    public LoadRequest withPinned(PartitionSet other) {
        return new LoadRequest(current, shards, loads, tolerance, limits, other, separation);
    }

    public LoadRequest withSeparation(Separation other) {
        return new LoadRequest(current, shards, loads, tolerance, limits, pinned, other);
    }
}
