package io.shardwright.planner.loads;

import java.util.Arrays;

/**
 * The assignment problem of {@link Seats}: rows are large partitions; columns are shards, then places beside a hot partition.
 *
 * <p>At first, costs are of what leaves in fractions of partitions. While there is a budget, those that the cheapest
 * assignment uses are replaced by tighter ones of whole partitions, and it is solved again, until it uses none but such. Each
 * cost is a lower bound all the time, so the sum of the cheapest assignment is.
 */
final class SeatMatrix {

    private static final int MOST_ROUNDS = 64;

    private final SeatCosts costs;
    private final int[] large;
    private final int[] shards;
    private final int columns;
    private final double[][] with;
    private final double[] alone;
    private final boolean[][] tight;
    private final boolean[] tightAlone;
    private int[] columnOf = {};

    SeatMatrix(SeatCosts costs, int[] large, int[] shards) {
        this.costs = costs;
        this.large = large;
        this.shards = shards;
        this.columns = shards.length + costs.besides().length;
        this.with = new double[large.length][columns];
        this.alone = new double[shards.length];
        this.tight = new boolean[large.length][columns];
        this.tightAlone = new boolean[shards.length];
        var none = new Budget(0);
        Arrays.setAll(alone, column -> costs.alone(shards[column], none));
        for (int row = 0; row < large.length; row++) {
            int partition = large[row];
            Arrays.setAll(
                    with[row],
                    column -> column < shards.length
                            ? costs.with(partition, shards[column], none)
                            : costs.beside(partition, costs.besides()[column - shards.length]));
            Arrays.fill(tight[row], shards.length, columns, true);
        }
    }

    /** The column of each row, or {@link Assignment#NONE}. */
    int[] cheapest(Budget budget) {
        solve(budget);
        for (int round = 0; round < MOST_ROUNDS && !budget.isSpent() && tighten(budget); round++) {
            solve(budget);
        }
        return columnOf;
    }

    /** The bytes of the cheapest assignment. */
    long leastBytes() {
        long least = 0;
        boolean[] used = new boolean[columns];
        for (int row = 0; row < large.length; row++) {
            int column = columnOf[row];
            if (column != Assignment.NONE) {
                used[column] = true;
                least += (long) with[row][column];
            }
        }
        for (int column = 0; column < shards.length; column++) {
            least += used[column] ? 0 : (long) alone[column];
        }
        return least;
    }

    private void solve(Budget budget) {
        double[][] more = new double[large.length][columns];
        for (int row = 0; row < large.length; row++) {
            int number = row;
            Arrays.setAll(more[row], column -> more(number, column));
        }
        columnOf = Assignment.cheapest(more, columns);
        budget.spend((long) large.length * columns);
    }

    private double more(int row, int column) {
        return with[row][column] - (column < shards.length ? alone[column] : 0);
    }

    /** Whether a cost that the assignment uses has grown. */
    private boolean tighten(Budget budget) {
        boolean grown = false;
        boolean[] used = new boolean[columns];
        for (int row = 0; row < large.length; row++) {
            int column = columnOf[row];
            if (column == Assignment.NONE) {
                continue;
            }
            used[column] = true;
            if (!tight[row][column]) {
                double before = with[row][column];
                with[row][column] = Math.max(before, costs.with(large[row], shards[column], budget));
                tight[row][column] = true;
                grown |= with[row][column] > before;
            }
        }
        for (int column = 0; column < shards.length; column++) {
            if (!used[column] && !tightAlone[column]) {
                double before = alone[column];
                alone[column] = Math.max(before, costs.alone(shards[column], budget));
                tightAlone[column] = true;
                grown |= alone[column] > before;
            }
        }
        return grown;
    }
}
