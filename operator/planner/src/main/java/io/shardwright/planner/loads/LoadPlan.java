package io.shardwright.planner.loads;

import io.shardwright.planner.Move;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Ownership;
import java.util.List;
import java.util.Locale;

/**
 * The ownership to reach by measured loads, and the moves that reach it.
 *
 * <p>Carrying out all waves on {@code current} and giving each unowned partition the owner it has in {@code target} results
 * in {@code target}. What the limits defer is not in the target.
 *
 * @param waves the moves in the order in which to start them
 * @param shards one for each shard wanted, by ascending shard
 * @param figures what it costs
 * @param hot partitions that are too large for the shard they are on, largest first, at most 32
 * @param stays what would help and isn't done, with reasons
 */
public record LoadPlan(
        Ownership current,
        Ownership target,
        List<MoveWave> waves,
        List<ShardLoad> shards,
        LoadBalance before,
        LoadBalance after,
        Figures figures,
        List<HotPartition> hot,
        List<Stay> stays) {

    /**
     * What a plan costs, beside the least any plan with the same goal could cost.
     *
     * @param moves partitions that go from one shard to another
     * @param movesLowerBound fewest partitions that have to leave the shards that are too full, or to be emptied
     * @param bytes what the moves copy
     * @param bytesLowerBound no plan that reaches the goal moves fewer bytes, if it adds nothing to a shard that has a hot
     *     partition, except for a hot one to a shard that keeps no large one. Hot is what exceeds goal × the largest fair
     *     share; large are the largest partitions of which no two fit into that together ({@link Seats})
     * @param deferredMoves partitions that the limits leave to the next plan
     * @param deferredBytes their bytes
     */
    public record Figures(
            int moves, int movesLowerBound, long bytes, long bytesLowerBound, int deferredMoves, long deferredBytes) {

        private Figures withBytesLowerBound(long bound) {
            return new Figures(moves, movesLowerBound, bytes, bound, deferredMoves, deferredBytes);
        }
    }

    public LoadPlan {
        waves = List.copyOf(waves);
        shards = List.copyOf(shards);
        hot = List.copyOf(hot);
        stays = List.copyOf(stays);
    }

    /** This plan, beside another bound. */
    LoadPlan withBytesLowerBound(long bound) {
        return new LoadPlan(
                current, target, waves, shards, before, after, figures.withBytesLowerBound(bound), hot, stays);
    }

    /** The single moves in the order of the waves. */
    public List<Move> moves() {
        return waves.stream()
                .flatMap(wave -> wave.batches().stream())
                .flatMap(MoveBatch::moves)
                .toList();
    }

    /** Nothing moves and nothing is placed. */
    public boolean isEmpty() {
        return waves.isEmpty() && current.equals(target);
    }

    /** The plan in one sentence. */
    public String summary() {
        if (isEmpty()) {
            return "nothing to move: " + before;
        }
        return String.format(
                Locale.ROOT,
                "%d moves (at least %d) of %d bytes (at least %d) in %d waves%s; balance %s -> %s",
                figures.moves(),
                figures.movesLowerBound(),
                figures.bytes(),
                figures.bytesLowerBound(),
                waves.size(),
                figures.deferredMoves() == 0 ? "" : ", " + figures.deferredMoves() + " moves deferred",
                before,
                after);
    }
}
