package io.shardwright.controller.step;

import static java.util.stream.Collectors.toSet;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.PublishedMap;
import io.shardwright.controller.ownership.MapDraft;
import io.shardwright.planner.ShardId;
import io.shardwright.resolver.ShardPlacement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How shards start beside those that serve. Starting processes take the CPUs of those beside them, so a tenth as many as
 * have a group start at once, at least one, and moves wait until they are there.
 */
final class NewShards {
    /** For how long after its creation a shard holds up moves; what takes longer may never come, for lack of nodes. */
    static final Duration HOLDS_MOVES = Duration.ofMinutes(1);

    private final Observed observed;
    private final List<ShardPlacement> startable;

    private NewShards(Observed observed, List<ShardPlacement> startable) {
        this.observed = observed;
        this.startable = startable;
    }

    /**
     * Those among the shards that are to be there.
     *
     * @param wanted the shards to keep objects of in the end
     */
    static NewShards among(List<ShardPlacement> wanted, Observed observed, PublishedMap map) {
        var founded = MapDraft.groups(map);
        founded.values().removeIf(List::isEmpty);
        if (founded.isEmpty()) {
            return new NewShards(observed, wanted); // nothing serves beside them yet
        }
        var unfounded = wanted.stream()
                .map(ShardPlacement::shard)
                .filter(shard -> !founded.containsKey(shard)
                        && !observed.orphanedVolumes().contains(shard))
                .toList();
        long starting =
                unfounded.stream().filter(observed.shards()::containsKey).count();
        var waiting = unfounded.stream()
                .filter(shard -> !observed.shards().containsKey(shard))
                .skip(Math.max(0, Math.max(1, founded.size() / 10) - starting))
                .collect(toSet());
        return new NewShards(
                observed,
                wanted.stream()
                        .filter(placement -> !waiting.contains(placement.shard()))
                        .toList());
    }

    /** The shards to keep objects of by now. */
    List<ShardPlacement> startable() {
        return startable;
    }

    /** The first one that starts and that moves wait for; empty if there is none. */
    Optional<ShardId> holdingMoves() {
        return startable.stream()
                .map(ShardPlacement::shard)
                .filter(this::holdsMoves)
                .findFirst();
    }

    private boolean holdsMoves(ShardId id) {
        return observed.shard(id)
                .map(shard -> shard.leader().isEmpty()
                        && observed.at().isBefore(shard.set().created().plus(HOLDS_MOVES)))
                .orElse(true); // it is created in this round
    }
}
