package io.shardwright.controller.step;

import io.shardwright.controller.observe.Observed;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What StatefulSets ask for that were made before the size of their volumes was edited: that can't be changed in them. */
final class SetVolumes {
    private SetVolumes() {}

    /** Those of the shards whose StatefulSet asks for another size than the specification. */
    static SortedMap<ShardId, Volume> kept(Observed observed, List<ShardPlacement> placements) {
        var kept = new TreeMap<ShardId, Volume>();
        for (var placement : placements) {
            long wanted = placement.volume(observed.spec()).bytes();
            observed.shard(placement.shard())
                    .filter(shard -> shard.template().bytes() != wanted)
                    .ifPresent(shard -> kept.put(placement.shard(), shard.template()));
        }
        return kept;
    }
}
