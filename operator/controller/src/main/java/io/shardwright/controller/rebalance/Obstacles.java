package io.shardwright.controller.rebalance;

import io.shardwright.controller.gate.DisruptionGate;
import io.shardwright.controller.gate.Verdict;
import io.shardwright.controller.growth.Room;
import io.shardwright.controller.observe.Observed;
import io.shardwright.controller.observe.ObservedShard;
import io.shardwright.controller.ownership.Attempts;
import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.controller.ownership.OpenMove;
import io.shardwright.controller.ownership.Way;
import io.shardwright.controller.target.Target;
import io.shardwright.crds.v1alpha1.BlockedMove;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Plan;
import io.shardwright.planner.ShardId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in the way of moves. */
final class Obstacles {
    /** How many are listed. */
    static final int MOST_LISTED = 50;
    /** How the reason begins of moves that failed more than once. */
    static final String TRIED = "tried ";

    private final Observed observed;
    private final ConfirmedOwnership ownership;
    private final Optional<Plan> plan;
    private final DisruptionGate gate;
    private final Attempts attempts;
    private final Optional<String> room;

    Obstacles(Observed observed, ConfirmedOwnership ownership, Target target, Optional<Plan> plan) {
        this.observed = observed;
        this.ownership = ownership;
        this.plan = plan;
        this.attempts = Attempts.of(observed, ownership, plan.map(Plan::batches).orElse(List.of()));
        this.room = plan.flatMap(p -> Room.missing(observed, target, p));
        this.gate = new DisruptionGate(observed, ownership);
    }

    /** Whether both shards of some batch can hand over. */
    boolean someCanStart() {
        return plan.stream()
                .flatMap(p -> p.batches().stream())
                .anyMatch(batch -> silent(Way.of(batch)).isEmpty());
    }

    /** The moves that wait, those under way first, by pair of shards. */
    List<BlockedMove> blocked() {
        var blocked = new LinkedHashMap<Way, BlockedMove>();
        for (OpenMove move : ownership.movesInFlight()) {
            var way = move.way();
            silent(way)
                    .or(() -> move.detail())
                    .ifPresent(why -> add(blocked, way, move.partitions().size(), why));
        }
        for (var batch : plan.map(Plan::batches).orElse(List.of())) {
            var way = Way.of(batch);
            silent(way)
                    .or(() -> disturbed(way))
                    .or(() -> room.map("it waits for larger volumes: "::concat))
                    .or(() -> failed(batch))
                    .ifPresent(why -> add(blocked, way, batch.partitions().size(), why));
        }
        return blocked.values().stream().limit(MOST_LISTED).toList();
    }

    /** What happened to the last try, where it failed more than once: the next one may be about to begin. */
    private Optional<String> failed(MoveBatch batch) {
        return attempts.failed(batch)
                .filter(last -> last.number() > 1)
                .map(last -> "%s%d times%s"
                        .formatted(
                                TRIED,
                                last.number(),
                                last.why().map(", last: "::concat).orElse("")));
    }

    private static void add(Map<Way, BlockedMove> blocked, Way way, int partitions, String why) {
        blocked.merge(
                way,
                new BlockedMove(way.from().ordinal(), way.to().ordinal(), partitions, why),
                (before, more) -> new BlockedMove(
                        before.from(), before.to(), before.partitions() + more.partitions(), before.reason()));
    }

    /** Why one of the two can't hand over; empty if both can. */
    private Optional<String> silent(Way way) {
        return silent(way.from()).or(() -> silent(way.to()));
    }

    private Optional<String> silent(ShardId shard) {
        var state = observed.shard(shard);
        if (state.isEmpty()) {
            return Optional.of("shard " + shard + " doesn't exist yet");
        }
        return state.flatMap(ObservedShard::leaderReplica).isPresent()
                ? Optional.empty()
                : Optional.of("shard " + shard + " has no leader that a majority confirms");
    }

    /** What is being done to one of the two that a move has to wait for. */
    private Optional<String> disturbed(Way way) {
        return gate.move(way.from(), way.to()) instanceof Verdict.Waits waits
                ? Optional.of(waits.why())
                : Optional.empty();
    }
}
