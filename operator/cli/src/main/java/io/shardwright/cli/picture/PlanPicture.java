package io.shardwright.cli.picture;

import io.shardwright.cli.preview.Preview;
import io.shardwright.planner.Ownership;
import java.util.List;
import java.util.Locale;

/**
 * A plan as SVG: a panel before and a panel after, one cell a partition in the colour of its owner, moved ones with a dot, and
 * a legend. It needs no other file.
 */
public final class PlanPicture {
    private static final int MARGIN = 16;
    private static final int HEAD = 64;
    private static final int GAP = 40;
    private static final int LEGEND_ROW = 18;
    private static final int WIDE_ENTRY = 230;
    private static final int NARROW_ENTRY = 120;
    private static final int FEW_SHARDS = 48;
    private static final int SMALLEST_LABELLED_CELL = 12;
    private static final int SMALLEST_RULED_CELL = 6;
    private static final int MOST_TOOLTIPS = 8_000;

    private final Preview preview;
    private final Grid grid;
    private final Palette palette;
    private final int width;
    private final int entryWidth;

    private PlanPicture(Preview preview) {
        this.preview = preview;
        this.grid = Grid.of(preview.plan().target().partitions());
        int shards = preview.shards().getLast().shard().ordinal() + 1;
        this.palette = new Palette(shards);
        this.entryWidth = preview.shards().size() <= FEW_SHARDS ? WIDE_ENTRY : NARROW_ENTRY;
        this.width = Math.max(2 * grid.width() + GAP, 2 * WIDE_ENTRY) + 2 * MARGIN;
    }

    /** The picture, an XML document without a declaration. */
    public static String svg(Preview preview) {
        return new PlanPicture(preview).svg();
    }

    /** The picture with a table below it, a page that needs no other file. */
    public static String html(List<Preview> previews) {
        var page = new Xml();
        page.raw("<!DOCTYPE html>").raw("<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head>");
        page.raw("<meta charset=\"utf-8\"/>").element("title", "", "Shardwright plan");
        page.raw(
                "<style>body{font:14px sans-serif;margin:24px}table{border-collapse:collapse;margin:16px 0}"
                        + "th,td{padding:2px 10px;text-align:right;border-bottom:1px solid #ccc}svg{max-width:100%;height:auto}</style>");
        page.raw("</head><body>");
        for (var preview : previews) {
            page.element("h1", "", "ShardSet " + preview.situation().wanted().name());
            page.raw(svg(preview)).raw(PlanTables.html(preview));
        }
        return page.raw("</body></html>").toString();
    }

    private String svg() {
        int perRow = Math.max(1, (width - 2 * MARGIN) / entryWidth);
        int legend = HEAD + grid.height() + GAP;
        int height = legend + (preview.shards().size() + perRow - 1) / perRow * LEGEND_ROW + MARGIN;
        String name = preview.situation().wanted().name();
        var svg = new Xml();
        svg.raw(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">"
                        .formatted(width, height, width, height));
        svg.element("title", "", "Plan for ShardSet " + name);
        svg.element("desc", "", preview.plan().summary());
        svg.raw(patterns());
        svg.element("rect", "width=\"100%\" height=\"100%\" fill=\"#ffffff\"", null);
        text(svg, MARGIN, 22, 15, "start", "#000000", "ShardSet " + name);
        text(svg, MARGIN, 40, 12, "start", "#444444", preview.plan().summary());
        panel(svg, "now", MARGIN, preview.plan().current(), false);
        panel(svg, "then", MARGIN + grid.width() + GAP, preview.plan().target(), true);
        legend(svg, legend, perRow);
        return svg.raw("</svg>").toString();
    }

    private String patterns() {
        int cell = grid.cell();
        double dot = Math.max(1, cell * 0.2);
        String moved =
                "<pattern id=\"moved-%s\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\"><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/></pattern>";
        String rule =
                "<pattern id=\"cells\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\"><path d=\"M %d 0 H 0 V %d\" fill=\"none\" stroke=\"#ffffff\"/></pattern>"
                        .formatted(cell, cell, cell, cell);
        String place = number(cell <= SMALLEST_RULED_CELL ? (cell - dot) / 2 : cell * 0.1);
        return "<defs>" + rule
                + moved.formatted("dark", cell, cell, place, place, number(dot), number(dot), "#000000")
                + moved.formatted("light", cell, cell, place, place, number(dot), number(dot), "#ffffff") + "</defs>";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static void text(Xml svg, int x, int y, int size, String anchor, String fill, String content) {
        svg.element(
                "text",
                "x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\"".formatted(x, y, size, anchor, fill),
                content);
    }

    private void panel(Xml svg, String title, int left, Ownership ownership, boolean marksMoved) {
        text(svg, left, HEAD - 6, 12, "start", "#000000", title);
        svg.raw("<g transform=\"translate(%d,%d)\">".formatted(left, HEAD));
        int[] owners = ownership.toArray();
        for (int first = 0, next; first < owners.length; first = next) {
            for (next = first + 1; next < grid.rowEnd(first) && owners[next] == owners[first]; ) {
                next++;
            }
            run(svg, owners[first], first, next);
        }
        if (marksMoved) {
            moved(svg, preview.plan().current().toArray(), owners);
        }
        if (grid.cell() >= SMALLEST_RULED_CELL) {
            svg.element(
                    "rect",
                    "width=\"%d\" height=\"%d\" fill=\"url(#cells)\"".formatted(grid.width(), grid.height()),
                    null);
        }
        svg.element(
                "rect",
                "width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#444444\"".formatted(grid.width(), grid.height()),
                null);
        svg.raw("</g>");
    }

    /** Consecutive partitions of one owner within a row. */
    private void run(Xml svg, int owner, int first, int next) {
        String fill = owner == Ownership.UNOWNED ? "#f4f4f4" : palette.of(owner);
        String box = box(first, next) + " fill=\"" + fill + "\"";
        if (grid.partitions() <= MOST_TOOLTIPS) {
            String range = first == next - 1 ? "partition " + first : "partitions " + first + "-" + (next - 1);
            svg.raw("<rect " + box + "><title>" + range + ": "
                    + (owner == Ownership.UNOWNED ? "no owner" : "shard " + owner) + "</title></rect>");
        } else {
            svg.element("rect", box, null);
        }
        int size = Math.min(grid.cell() / 2, 14);
        int space = (next - first) * grid.cell();
        if (owner != Ownership.UNOWNED
                && grid.cell() >= SMALLEST_LABELLED_CELL
                && Integer.toString(owner).length() * size * 0.7 <= space) {
            int x = grid.x(first) + space / 2;
            int y = grid.y(first) + grid.cell() / 2 + size / 3;
            text(svg, x, y, size, "middle", palette.inkOn(owner), Integer.toString(owner));
        }
    }

    private String box(int first, int next) {
        return "x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
                .formatted(grid.x(first), grid.y(first), (next - first) * grid.cell(), grid.cell());
    }

    private void moved(Xml svg, int[] before, int[] after) {
        for (int first = 0, next; first < after.length; first = next) {
            boolean moves = isMove(before, after, first);
            for (next = first + 1;
                    next < grid.rowEnd(first)
                            && after[next] == after[first]
                            && isMove(before, after, next) == moves; ) {
                next++;
            }
            if (moves) {
                String ink = palette.inkOn(after[first]).equals("#000000") ? "dark" : "light";
                svg.element("rect", box(first, next) + " fill=\"url(#moved-" + ink + ")\"", null);
            }
        }
    }

    private static boolean isMove(int[] before, int[] after, int partition) {
        return before[partition] != Ownership.UNOWNED && before[partition] != after[partition];
    }

    private void legend(Xml svg, int top, int perRow) {
        text(
                svg,
                MARGIN,
                top - 12,
                12,
                "start",
                "#444444",
                "each cell is a partition, numbered row by row; a dot marks those that move; partitions now -> then:");
        int index = 0;
        for (var line : preview.shards()) {
            int x = MARGIN + index % perRow * entryWidth;
            int y = top + index / perRow * LEGEND_ROW;
            int shard = line.shard().ordinal();
            svg.element(
                    "rect",
                    "x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"".formatted(x, y, palette.of(shard)),
                    null);
            boolean wide = entryWidth == WIDE_ENTRY;
            String kind = line.nodeClass().map(name -> " " + name).orElse("")
                    + line.weight()
                            .map(weight -> " weight " + weight.weight().weight())
                            .orElse(" removed");
            text(
                    svg,
                    x + 18,
                    y + 11,
                    12,
                    "start",
                    "#000000",
                    (wide ? shard + kind : Integer.toString(shard)) + ": " + line.now() + " -> " + line.then());
            index++;
        }
    }
}
