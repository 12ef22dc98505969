package io.shardwright.planner;

import java.util.List;

/**
 * The fewest partitions that have to change, whatever the plan.
 *
 * <p>With fair share f<sub>i</sub> of shard i, c<sub>i</sub> what it owns now and R = P − Σ⌊f<sub>i</sub>⌋, any ownership
 * with every load in {⌊f<sub>i</sub>⌋, ⌈f<sub>i</sub>⌉} lets shard i keep at most min(c<sub>i</sub>, ⌊f<sub>i</sub>⌋)
 * partitions, and one more if it is rounded up and owns it; R shards are rounded up. So at least
 *
 * <p>M* = P − Σ min(c<sub>i</sub>, ⌊f<sub>i</sub>⌋) − min(R, #{i : f<sub>i</sub> not whole, c<sub>i</sub> &gt;
 * ⌊f<sub>i</sub>⌋})
 *
 * <p>partitions change owner or get their first one. Those without an owner always do, and need no move.
 *
 * <p>Computed from the weights alone, apart from {@link Apportionment}, so that a plan can be measured against it.
 */
public final class MoveBound {

    private MoveBound() {}

    /**
     * The fewest moves from one shard to another.
     *
     * @param weights one for each shard, not all 0
     * @return 0 to the number of partitions
     */
    public static int minimumMoves(Ownership current, List<ShardWeight> weights) {
        long partitions = current.partitions();
        long total = 0;
        for (var weight : weights) {
            total += weight.weight();
        }
        long kept = 0;
        long floors = 0;
        long keepOneMore = 0;
        for (var weight : weights) {
            long product = weight.weight() * partitions;
            long floor = product / total;
            boolean whole = product % total == 0;
            int owned = current.count(weight.shard());
            floors += floor;
            kept += Math.min(owned, floor);
            keepOneMore += !whole && owned > floor ? 1 : 0;
        }
        long roundedUp = partitions - floors;
        long changes = partitions - kept - Math.min(roundedUp, keepOneMore);
        return (int) (changes - current.unowned());
    }
}
