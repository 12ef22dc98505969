package io.shardwright.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over two axes, as one SVG document.
 *
 * <p>A function of its data: the same points give the same text. Colours are those of Okabe and Ito's palette, which
 * colour-blind readers can tell apart; the background is white, so that it reads on a dark page too.
 */
public final class LinePlot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 54;
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"
    };

    private final String title;
    private final Axis horizontal;
    private final Axis vertical;
    private final List<Series> series = new ArrayList<>();

    public LinePlot(String title, Axis horizontal, Axis vertical) {
        this.title = title;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** Adds a line; later ones are drawn above earlier ones. */
    public LinePlot with(Series line) {
        series.add(line);
        return this;
    }

    /** The document. */
    public String svg() {
        var svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        line(svg, "<title>%s</title>", escaped(title));
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
        line(svg, "<text x=\"%d\" y=\"22\" font-size=\"15\" font-weight=\"bold\">%s</text>", LEFT, escaped(title));
        grid(svg);
        titles(svg);
        for (int index = 0; index < series.size(); index++) {
            draw(svg, series.get(index), COLOURS[index % COLOURS.length]);
            legend(svg, index);
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        for (double tick : horizontal.ticks()) {
            line(svg, "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/>", x(tick), TOP, HEIGHT - BOTTOM);
            line(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(tick),
                    HEIGHT - BOTTOM + 18,
                    Axis.label(tick));
        }
        for (double tick : vertical.ticks()) {
            line(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y(tick), WIDTH - RIGHT);
            line(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8,
                    y(tick) + 4,
                    Axis.label(tick));
        }
        line(
                svg,
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#333\"/>",
                LEFT,
                TOP,
                HEIGHT - BOTTOM,
                WIDTH - RIGHT);
    }

    private void titles(StringBuilder svg) {
        line(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12,
                escaped(horizontal.title()));
        int middle = (TOP + HEIGHT - BOTTOM) / 2;
        line(
                svg,
                "<text x=\"18\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 18 %d)\">%s</text>",
                middle,
                middle,
                escaped(vertical.title()));
    }

    private void draw(StringBuilder svg, Series line, String colour) {
        var path = new StringBuilder();
        for (int point = 0; point < line.x().length; point++) {
            path.append(point == 0 ? "M" : "L")
                    .append(String.format(Locale.ROOT, "%.1f %.1f", x(line.x()[point]), y(line.y()[point])));
        }
        line(
                svg,
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s/>",
                path,
                colour,
                line.dashed() ? " stroke-dasharray=\"6 4\"" : "");
        if (line.dots()) {
            for (int point = 0; point < line.x().length; point++) {
                line(
                        svg,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                        x(line.x()[point]),
                        y(line.y()[point]),
                        colour);
            }
        }
    }

    private void legend(StringBuilder svg, int index) {
        int left = WIDTH - RIGHT + 12;
        int top = TOP + 12 + 20 * index;
        line(
                svg,
                "<path d=\"M%d %dH%d\" stroke=\"%s\" stroke-width=\"2\"%s/>",
                left,
                top - 4,
                left + 20,
                COLOURS[index % COLOURS.length],
                series.get(index).dashed() ? " stroke-dasharray=\"6 4\"" : "");
        line(
                svg,
                "<text x=\"%d\" y=\"%d\">%s</text>",
                left + 26,
                top,
                escaped(series.get(index).name()));
    }

    private double x(double value) {
        return LEFT + horizontal.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - vertical.position(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
