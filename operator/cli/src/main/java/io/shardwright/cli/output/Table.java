package io.shardwright.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns, as kubectl prints them: plain characters, two spaces between columns. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> header;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param header names of the columns; those that begin with {@code >} are aligned to the right */
    public Table(String... header) {
        this.right = new boolean[header.length];
        var names = new ArrayList<String>();
        for (int i = 0; i < header.length; i++) {
            right[i] = header[i].startsWith(">");
            names.add(right[i] ? header[i].substring(1) : header[i]);
        }
        this.header = names;
    }

    /** Adds a row with one cell a column. */
    public Table row(Object... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + right.length + " columns");
        }
        var row = new ArrayList<String>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The header and the rows, each a line. */
    @Override
    public String toString() {
        int[] width = new int[right.length];
        var all = new ArrayList<List<String>>();
        all.add(header);
        all.addAll(rows);
        for (var row : all) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var row : all) {
            var line = new StringBuilder();
            for (int i = 0; i < width.length; i++) {
                String cell = row.get(i);
                String space = " ".repeat(width[i] - cell.length());
                line.append(i == 0 ? "" : GAP).append(right[i] ? space + cell : cell + space);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
