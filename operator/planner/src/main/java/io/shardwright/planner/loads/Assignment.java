package io.shardwright.planner.loads;

import java.util.Arrays;

/**
 * Gives each row a column of its own such that the sum of costs is least (the assignment problem).
 *
 * <p>Rows come one by one; each takes the shortest augmenting path with respect to prices that keep every reduced cost at 0
 * or more (J. Edmonds and R. M. Karp, 1972; N. Tomizawa, 1971). A row whose best column is free costs one look at each
 * column; m rows and n columns take O(m²n) at most.
 */
final class Assignment {

    /** Stands for no column. */
    static final int NONE = -1;

    private final double[][] costs;
    private final int columns;
    private final int[] rowAt;
    private final int[] columnOf;
    private final double[] rowPrice;
    private final double[] columnPrice;
    private final double[] distance;
    private final int[] before;
    private final boolean[] done;

    private Assignment(double[][] costs, int columns) {
        this.costs = costs;
        this.columns = columns;
        this.rowAt = new int[columns];
        this.columnOf = new int[costs.length];
        this.rowPrice = new double[costs.length];
        this.columnPrice = new double[columns];
        this.distance = new double[columns];
        this.before = new int[columns];
        this.done = new boolean[columns];
        Arrays.fill(rowAt, NONE);
        Arrays.fill(columnOf, NONE);
    }

    /**
     * Assigns.
     *
     * @param costs of each row on each column; infinite where it can't be
     * @return the column of each row, or {@link #NONE} if there is none left for it
     */
    static int[] cheapest(double[][] costs, int columns) {
        var assignment = new Assignment(costs, columns);
        for (int row = 0; row < costs.length; row++) {
            assignment.add(row);
        }
        return assignment.columnOf;
    }

    private void add(int row) {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        Arrays.fill(done, false);
        int last = NONE;
        int at = row;
        double walked = 0;
        while (at != NONE) {
            last = next(at, last, walked);
            if (last == NONE) {
                return;
            }
            done[last] = true;
            walked = distance[last];
            at = rowAt[last];
        }
        reprice(row, walked);
        augment(row, last);
    }

    /** The nearest column that isn't done, with the steps from a row's column taken into account. */
    private int next(int row, int column, double walked) {
        double[] cost = costs[row];
        double offset = walked - rowPrice[row];
        int nearest = NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
            if (done[j]) {
                continue;
            }
            double length = offset + cost[j] - columnPrice[j];
            if (length < distance[j]) {
                distance[j] = length;
                before[j] = column;
            }
            if (distance[j] < least) {
                least = distance[j];
                nearest = j;
            }
        }
        return nearest;
    }

    private void reprice(int row, double walked) {
        rowPrice[row] += walked;
        for (int j = 0; j < columns; j++) {
            if (done[j] && rowAt[j] != NONE) {
                rowPrice[rowAt[j]] += walked - distance[j];
                columnPrice[j] -= walked - distance[j];
            }
        }
    }

    private void augment(int row, int last) {
        int column = last;
        while (before[column] != NONE) {
            rowAt[column] = rowAt[before[column]];
            columnOf[rowAt[column]] = column;
            column = before[column];
        }
        rowAt[column] = row;
        columnOf[row] = column;
    }
}
