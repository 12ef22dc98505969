package io.shardwright.controller.report;

import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.contract.ShardStatus;
import io.shardwright.controller.observe.Observed;
import io.shardwright.planner.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells each end of a hand-off once, though shards list it for long after: the end of the move by its target, that of its
 * fence by its source.
 *
 * <p>What a shard lists when it is first looked at ended before; it may have been told by another process. A shard's list is
 * part of its replicated state and only loses what is old, but a new leader may be a little behind. So what was told is
 * remembered until the shard hasn't listed it for {@link #LOOKS} looks: memory is bounded by what the shards list and what
 * ends in that time. A move is known by its id and when its shard took the order, so that one of an earlier ShardSet of the
 * same name isn't another's. Not thread-safe.
 */
final class HandOffLedger {
    /** Looks at a shard that is led; at most two in a second while anything moves. */
    static final int LOOKS = 100;

    private final Map<ShardId, Shard> shards = new HashMap<>();

    private record Key(String id, long startedAtMillis, boolean leaves) {}

    private static final class Shard {
        private final Map<Key, Long> lastListed = new HashMap<>();
        private long looks;
    }

    /**
     * What has come to an end since the last look.
     *
     * @param moves as their targets tell: ADOPTED and DONE are one end, ABORTED is the other
     * @param fences moves as their sources tell, with how long the fence lasted
     */
    record Ended(List<MoveStatus> moves, List<MoveStatus> fences) {}

    /** Looks once. */
    Ended look(Observed observed) {
        shards.keySet().retainAll(observed.shards().keySet());
        var ended = new Ended(new ArrayList<>(), new ArrayList<>());
        observed.shards().forEach((id, shard) -> shard.leader().ifPresent(leader -> look(id, leader, ended)));
        return ended;
    }

    private void look(ShardId id, ShardStatus leader, Ended ended) {
        var shard = shards.computeIfAbsent(id, first -> new Shard());
        boolean first = shard.looks == 0;
        long look = ++shard.looks;
        for (var move : leader.moves()) {
            boolean leaves = move.from() == id.ordinal();
            if (!hasEnded(move)) {
                continue;
            }
            var key = new Key(move.id(), move.startedAtMillis(), leaves);
            boolean isTold = shard.lastListed.containsKey(key);
            boolean isKnown = !leaves || move.fencedMillis() != null;
            if (isTold || first || isKnown) {
                shard.lastListed.put(key, look);
            }
            if (!isTold && !first && isKnown) {
                (leaves ? ended.fences() : ended.moves()).add(move);
            }
        }
        shard.lastListed.values().removeIf(listed -> look - listed > LOOKS);
    }

    private static boolean hasEnded(MoveStatus move) {
        return Set.of(MovePhase.ADOPTED, MovePhase.DONE, MovePhase.ABORTED).contains(move.phase());
    }
}
