package io.shardwright.controller.rebalance;

import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.OpenMove;
import io.shardwright.crds.v1alpha1.BlockedMove;
import io.shardwright.planner.Plan;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What stands in the way of moves. */
final class Obstacles {
    /** How many are listed. */
    static final int MOST_LISTED = 50;

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final Optional<Plan> plan;

    Obstacles(Observed observed, ConfirmedOwnership ownership, Optional<Plan> plan) {
        this.observed = observed;
        this.ownership = ownership;
        this.plan = plan;
    }

    private record Way(ShardId from, ShardId to) {}

    /** Whether both shards of some batch can hand over. */
    boolean someCanStart() {
        return plan.stream()
                .flatMap(p -> p.batches().stream())
                .anyMatch(batch -> of(batch.from()).isEmpty() && of(batch.to()).isEmpty());
    }

    /** The moves that wait for a shard, those under way first, by pair of shards. */
    List<BlockedMove> blocked() {
        var waiting = new LinkedHashMap<Way, Integer>();
        for (OpenMove move : ownership.movesInFlight()) {
            waiting.merge(new Way(move.from(), move.to()), move.partitions().size(), Integer::sum);
        }
        plan.stream()
                .flatMap(p -> p.batches().stream())
                .forEach(batch -> waiting.merge(
                        new Way(batch.from(), batch.to()), batch.partitions().size(), Integer::sum));
        var blocked = new ArrayList<BlockedMove>();
        waiting.forEach((way, partitions) -> {
            if (blocked.size() < MOST_LISTED) {
                of(way.from())
                        .or(() -> of(way.to()))
                        .ifPresent(reason -> blocked.add(
                                new BlockedMove(way.from().ordinal(), way.to().ordinal(), partitions, reason)));
            }
        });
        return blocked;
    }

    /** Why a shard can't hand over; empty if it can. */
    private Optional<String> of(ShardId shard) {
        var state = observed.shard(shard);
        if (state.isEmpty()) {
            return Optional.of("shard " + shard + " doesn't exist yet");
        }
        return state.flatMap(ObservedShard::leaderReplica).isPresent()
                ? Optional.empty()
                : Optional.of("shard " + shard + " has no leader that a majority confirms");
    }
}
