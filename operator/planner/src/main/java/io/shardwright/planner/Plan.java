package io.shardwright.planner;

import java.util.List;

/**
 * The ownership to reach, and the moves that reach it.
 *
 * <p>Carrying out all batches on {@code current} and giving each unowned partition the owner it has in {@code target}
 * results in {@code target}. The order of the batches is advice: any order is correct, and no shard that gives also takes,
 * so loads only ever approach their quotas.
 *
 * @param current the ownership the plan starts from
 * @param target every partition owned, each shard exactly its quota
 * @param quotas what each shard is to own
 * @param batches the moves in the order in which to start them
 * @param movesLowerBound the fewest moves any plan needs ({@link MoveBound}); the plan has exactly as many
 * @param before balance of {@code current}
 * @param after balance of {@code target}
 */
public record Plan(
        Ownership current,
        Ownership target,
        Quotas quotas,
        List<MoveBatch> batches,
        int movesLowerBound,
        Balance before,
        Balance after) {

    public Plan {
        batches = List.copyOf(batches);
    }

    /** The single moves in the order of the batches. */
    public List<Move> moves() {
        return batches.stream().flatMap(MoveBatch::moves).toList();
    }

    /** The number of partitions that go from one shard to another. */
    public int moveCount() {
        return batches.stream().mapToInt(batch -> batch.partitions().size()).sum();
    }

    /** The number of partitions that get their first owner; they need no move. */
    public int placements() {
        return current.unowned();
    }

    /** Nothing moves and nothing is placed: current and target are the same. */
    public boolean isEmpty() {
        return batches.isEmpty() && placements() == 0;
    }

    /** The plan in one sentence. */
    public String summary() {
        return PlanText.summary(this);
    }

    /**
     * Why a shard is to own what it does, in one sentence.
     *
     * @param shard any shard, also one that is no longer wanted
     */
    public String explain(ShardId shard) {
        return PlanText.explain(this, shard);
    }
}
