package io.shardwright.cli.picture;

/**
 * How the partitions are laid out: row by row, in a power of two of columns, about as many as rows.
 *
 * @param cell width and height of a cell in pixels
 */
record Grid(int partitions, int columns, int cell) {
    private static final int WIDTH = 560;
    private static final int SMALLEST_CELL = 3;
    private static final int LARGEST_CELL = 40;

    static Grid of(int partitions) {
        int columns = 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(partitions)) / 2;
        return new Grid(partitions, columns, Math.clamp(WIDTH / columns, SMALLEST_CELL, LARGEST_CELL));
    }

    int rows() {
        return (partitions + columns - 1) / columns;
    }

    int width() {
        return columns * cell;
    }

    int height() {
        return rows() * cell;
    }

    int x(int partition) {
        return partition % columns * cell;
    }

    int y(int partition) {
        return partition / columns * cell;
    }

    /** The end of the row that a partition is in: the number after its last. */
    int rowEnd(int partition) {
        return Math.min(partitions, (partition / columns + 1) * columns);
    }
}
