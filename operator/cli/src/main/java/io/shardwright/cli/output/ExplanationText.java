package io.shardwright.cli.output;

import io.shardwright.cli.preview.Explanation;
import io.shardwright.cli.preview.Preview;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation, for people and for machines. */
public final class ExplanationText {
    private static final int VALUE_SHOWN = 88;

    private ExplanationText() {}

    /** A line for each fact, then the reasons. */
    public static String table(Preview preview, Explanation explanation) {
        var text = new StringBuilder();
        line(text, "shardset", preview.situation().wanted().name());
        line(text, "from", preview.situation().start().text());
        explanation.facts().forEach((name, value) -> line(text, words(name), value(value)));
        explanation.why().forEach(reason -> line(text, "why", reason));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-14s%s", name, Figures.shortened(value, VALUE_SHOWN))
                        .stripTrailing())
                .append('\n');
    }

    private static String value(Object value) {
        return value instanceof List<?> list
                ? list.isEmpty()
                        ? "nothing"
                        : list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value).isEmpty() ? "nothing" : String.valueOf(value);
    }

    /** {@code ownsNow} as {@code owns now}. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** The same, whole. */
    public static Map<String, Object> tree(Preview preview, Explanation explanation) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("shardSet", preview.situation().wanted().name());
        tree.put("from", preview.situation().start().text());
        tree.putAll(explanation.facts());
        tree.put("why", explanation.why());
        return tree;
    }
}
