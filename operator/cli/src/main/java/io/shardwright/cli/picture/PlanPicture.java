package io.shardwright.cli.picture;

import io.shardwright.cli.preview.Preview;
import io.shardwright.planner.Ownership;
import java.util.List;

/**
 * A plan as SVG: a panel before and a panel after, one cell a partition in the colour of its owner, moved ones marked, and a
 * legend. It needs no other file.
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

    private static final String BLACK = "#000000";
    private static final String WHITE = "#ffffff";

    private final Preview preview;
    private final Grid grid;
    private final Palette palette;
    private final int width;
    private final int entryWidth;

    private PlanPicture(Preview preview) {
        this.preview = preview;
        this.grid = Grid.of(preview.target().partitions());
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
        svg.element("desc", "", preview.summary());
        svg.element("rect", "width=\"100%\" height=\"100%\" fill=\"#ffffff\"", null);
        text(svg, MARGIN, 22, 15, "start", "#000000", "ShardSet " + name);
        text(svg, MARGIN, 40, 12, "start", "#444444", preview.summary());
        panel(svg, "now", MARGIN, preview.current(), false);
        panel(svg, "then", MARGIN + grid.width() + GAP, preview.target(), true);
        legend(svg, legend, perRow);
        return svg.raw("</svg>").toString();
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
            next = runEnd(owners, first);
            run(svg, owners[first], first, next);
        }
        if (marksMoved) {
            marks(svg, preview.current().toArray(), owners);
        }
        if (isRuled()) {
            svg.element("path", "d=\"" + rules() + "\" fill=\"none\" stroke=\"#ffffff\"", null);
        }
        labels(svg, owners);
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
    }

    /** The number of the owner, in the middle of each run that is wide enough. */
    private void labels(Xml svg, int[] owners) {
        if (grid.cell() < SMALLEST_LABELLED_CELL) {
            return;
        }
        int size = Math.min(grid.cell() / 2, 14);
        for (int first = 0, next; first < owners.length; first = next) {
            next = runEnd(owners, first);
            String label = Integer.toString(owners[first]);
            if (owners[first] != Ownership.UNOWNED && label.length() * size * 0.7 <= (next - first) * grid.cell()) {
                int x = grid.x((first + next - 1) / 2) + grid.cell() / 2;
                int y = grid.y(first) + grid.cell() / 2 + size / 3;
                text(svg, x, y, size, "middle", palette.inkOn(owners[first]), label);
            }
        }
    }

    /** The end of consecutive partitions of one owner within a row. */
    private int runEnd(int[] owners, int first) {
        int next = first + 1;
        while (next < grid.rowEnd(first) && owners[next] == owners[first]) {
            next++;
        }
        return next;
    }

    private String box(int first, int next) {
        return "x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
                .formatted(grid.x(first), grid.y(first), (next - first) * grid.cell(), grid.cell());
    }

    private boolean isRuled() {
        return grid.cell() >= SMALLEST_RULED_CELL;
    }

    /** The lines between cells. */
    private String rules() {
        var path = new StringBuilder();
        for (int column = 1; column < grid.columns(); column++) {
            path.append('M').append(column * grid.cell()).append(" 0v").append(grid.height());
        }
        for (int row = 1; row < grid.rows(); row++) {
            path.append("M0 ").append(row * grid.cell()).append('h').append(grid.width());
        }
        return path.toString();
    }

    /** A dot on each partition that moves; where cells are too small for that, a veil over those that don't. */
    private void marks(Xml svg, int[] before, int[] after) {
        var onLight = new StringBuilder();
        var onDark = new StringBuilder();
        var veil = new StringBuilder();
        int dot = Math.max(1, grid.cell() / 5);
        for (int partition = 0; partition < after.length; partition++) {
            boolean moves = isMove(before, after, partition);
            if (moves && isRuled()) {
                boolean light = palette.inkOn(after[partition]).equals(BLACK);
                square(light ? onLight : onDark, partition, grid.cell() / 8, dot);
            } else if (!moves && !isRuled()) {
                square(veil, partition, 0, grid.cell());
            }
        }
        svg.element("path", "d=\"" + onLight + "\" fill=\"" + BLACK + "\"", null);
        svg.element("path", "d=\"" + onDark + "\" fill=\"" + WHITE + "\"", null);
        if (preview.totals().moves() > 0) {
            svg.element("path", "d=\"" + veil + "\" fill=\"" + WHITE + "\" fill-opacity=\"0.7\"", null);
        }
    }

    private void square(StringBuilder path, int partition, int offset, int size) {
        path.append('M')
                .append(grid.x(partition) + offset)
                .append(' ')
                .append(grid.y(partition) + offset)
                .append('h')
                .append(size)
                .append('v')
                .append(size)
                .append('h')
                .append(-size)
                .append('z');
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
                "each cell is a partition, numbered row by row; "
                        + (isRuled() ? "a dot marks those that move" : "those that stay are pale on the right")
                        + "; partitions now -> then:");
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
