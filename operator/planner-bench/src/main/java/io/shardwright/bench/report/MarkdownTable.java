package io.shardwright.bench.report;

import java.util.Collections;
import java.util.List;

/** A table in Markdown; all columns but those named as text are aligned right. */
final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();

    MarkdownTable(int textColumns, String... headings) {
        row(List.of(headings));
        text.append('|');
        for (int column = 0; column < headings.length; column++) {
            text.append(column < textColumns ? "---|" : "--:|");
        }
        text.append('\n');
    }

    MarkdownTable row(String... cells) {
        return row(List.of(cells));
    }

    private MarkdownTable row(List<String> cells) {
        text.append("| ")
                .append(String.join(" | ", Collections.unmodifiableList(cells)))
                .append(" |\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
