package io.shardwright.planner;

import java.math.BigInteger;
import java.util.List;

/**
 * The naive oracle: tries every ownership in which all loads are their fair share rounded down or up.
 *
 * <p>Shares nothing with the planner but its input types. Exponential; for about ten partitions.
 */
final class ExhaustiveSearch {

    private final Ownership current;
    private final List<ShardWeight> weights;
    private final int[] floor;
    private final int[] ceiling;
    private final int[] load;
    private int fewest = Integer.MAX_VALUE;

    private ExhaustiveSearch(Ownership current, List<ShardWeight> weights) {
        this.current = current;
        this.weights = weights;
        this.floor = new int[weights.size()];
        this.ceiling = new int[weights.size()];
        this.load = new int[weights.size()];
        var total = weights.stream().map(w -> BigInteger.valueOf(w.weight())).reduce(BigInteger.ZERO, BigInteger::add);
        for (int i = 0; i < floor.length; i++) {
            var share = BigInteger.valueOf(weights.get(i).weight())
                    .multiply(BigInteger.valueOf(current.partitions()))
                    .divideAndRemainder(total);
            floor[i] = share[0].intValueExact();
            ceiling[i] = floor[i] + share[1].signum();
        }
    }

    /** The fewest moves from one shard to another that reach such an ownership. */
    static int fewestMoves(Ownership current, List<ShardWeight> weights) {
        var search = new ExhaustiveSearch(current, weights);
        search.assign(0, 0);
        return search.fewest;
    }

    private void assign(int partition, int moves) {
        if (moves >= fewest) {
            return;
        }
        if (partition == current.partitions()) {
            if (allAtFloorOrAbove()) {
                fewest = moves;
            }
            return;
        }
        var owner = current.owner(partition);
        for (int i = 0; i < load.length; i++) {
            if (load[i] < ceiling[i]) {
                boolean isMove =
                        owner.isPresent() && !owner.get().equals(weights.get(i).shard());
                load[i]++;
                assign(partition + 1, moves + (isMove ? 1 : 0));
                load[i]--;
            }
        }
    }

    private boolean allAtFloorOrAbove() {
        for (int i = 0; i < load.length; i++) {
            if (load[i] < floor[i]) {
                return false;
            }
        }
        return true;
    }
}
