package io.shardwright.simulation;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Ownership;
import io.shardwright.sample.server.state.ShardStore;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks each step of a move on either side against its phases and against what the other side has decided. */
final class MoveCheck {
    private static final Set<MovePhase> COMMITTED = Set.of(MovePhase.COMMITTED, MovePhase.ADOPTED, MovePhase.DONE);

    private final Checker checker;
    private final int partitions;
    private final Map<String, MovePhase> atSource = new TreeMap<>();
    private final Map<String, MovePhase> atTarget = new TreeMap<>();
    /** Moves that each shard has told of. */
    private final Map<Integer, Set<String>> known = new TreeMap<>();

    private int adopted;

    MoveCheck(Checker checker, int partitions) {
        this.checker = checker;
        this.partitions = partitions;
    }

    int adopted() {
        return adopted;
    }

    /** The shard is gone; one of the same number may come and take part in moves anew. */
    void removed(int shard) {
        known.remove(shard);
    }

    /** A shard has applied a command of a move, which stands like this now. */
    void step(int shard, Move move, ShardStore store) {
        boolean outgoing = move instanceof Move.Outgoing;
        Map<String, MovePhase> mine = outgoing ? atSource : atTarget;
        boolean first = known.computeIfAbsent(shard, s -> new HashSet<>()).add(move.id());
        MovePhase before = first ? null : mine.get(move.id());
        MovePhase now = move.phase();
        if (before == now) {
            return;
        }
        Checker.require(
                Invariant.ONLY_FORWARD,
                follows(before, now, outgoing),
                "move " + move.id() + " at shard " + shard + " goes from " + before + " to " + now);
        mine.put(move.id(), now);
        PartitionRanges ranges = PartitionRanges.parse(move.order().ranges(), partitions);
        switch (move) {
            case Move.Outgoing out -> sourceStepped(shard, out, before, ranges, store);
            case Move.Incoming in -> targetStepped(shard, in, ranges, store);
        }
    }

    private static boolean follows(@Nullable MovePhase before, MovePhase now, boolean source) {
        return switch (now) {
            case COPYING -> before == null;
            case FENCED -> source && before == MovePhase.COPYING;
            case PREPARED -> !source && before == MovePhase.COPYING;
            case COMMITTED -> source && before == MovePhase.FENCED;
            case ADOPTED -> before == (source ? MovePhase.COMMITTED : MovePhase.PREPARED);
            case DONE -> before == MovePhase.ADOPTED;
            case ABORTED ->
                before == null
                        || before == MovePhase.COPYING
                        || before == (source ? MovePhase.FENCED : MovePhase.PREPARED);
        };
    }

    private void sourceStepped(
            int shard, Move.Outgoing move, @Nullable MovePhase before, PartitionRanges ranges, ShardStore store) {
        if (move.phase() != MovePhase.ABORTED || before == null) {
            return;
        }
        Checker.require(
                Invariant.ONLY_FORWARD,
                atTarget.get(move.id()) != MovePhase.ADOPTED,
                "move " + move.id() + " is aborted after its target has adopted");
        for (EpochRanges epoch : move.epochs()) {
            PartitionRanges.parse(epoch.ranges(), partitions)
                    .forEach(p -> Checker.require(
                            Invariant.ABORT_CHANGES_NOTHING,
                            store.ownership(p).equals(new Ownership.Owned(epoch.epoch())),
                            "after the abort of " + move.id() + " partition " + p + " is " + store.ownership(p)));
        }
        checker.requireData(Invariant.ABORT_CHANGES_NOTHING, shard, ranges, store);
    }

    private void targetStepped(int shard, Move.Incoming move, PartitionRanges ranges, ShardStore store) {
        MovePhase source = atSource.get(move.id());
        boolean committed = source != null && COMMITTED.contains(source);
        if (move.phase() == MovePhase.ADOPTED) {
            adopted += ranges.size();
            Checker.require(
                    Invariant.ONLY_FORWARD,
                    committed,
                    "shard " + shard + " adopts by " + move.id() + ", which at its source is " + source);
            checker.requireData(Invariant.NOTHING_LOST, shard, ranges, store);
        } else if (move.phase() == MovePhase.ABORTED) {
            Checker.require(
                    Invariant.ONLY_FORWARD, !committed, "shard " + shard + " drops " + move.id() + " after its commit");
        }
    }
}
