package io.shardwright.controller.target;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.resolver.ShardPlacement;
import io.shardwright.resolver.ShardPlacement.Volume;

/** How large the volumes of shards are taken to be. */
enum VolumeSizes {
    /** As they were granted, and will be. */
    GRANTED,
    /** As they are by now, where they are about to grow. */
    BY_NOW;

    /** Each volume of an existing shard. */
    Volume of(ObservedShard shard) {
        return switch (this) {
            case GRANTED -> shard.volume();
            case BY_NOW -> shard.volumeByNow();
        };
    }

    /** Each volume of a shard that is wanted. */
    Volume of(Observed observed, ShardPlacement placement) {
        var wanted = placement.volume(observed.spec());
        return switch (this) {
            case GRANTED -> wanted;
            case BY_NOW ->
                observed.shard(placement.shard())
                        .map(ObservedShard::volumeByNow)
                        .filter(volume -> volume.bytes() < wanted.bytes())
                        .orElse(wanted);
        };
    }
}
