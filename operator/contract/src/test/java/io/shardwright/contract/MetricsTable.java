package io.shardwright.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The metrics that operators of clusters are told of, and those that a process shows, in the same form: by name the type and
 * the labels, such as {@code counter [outcome]}.
 */
public final class MetricsTable {
    private static final String DOCUMENT = "docs/operations.md";
    private static final Pattern ROW =
            Pattern.compile("\\| `(?<name>\\w+)` \\| (?<type>\\w+) \\| (?<labels>[^|]*)\\|[^|]+\\|");
    private static final Pattern LABEL_IN_ROW = Pattern.compile("`(\\w+)`");
    private static final Pattern LABEL_IN_SAMPLE = Pattern.compile("[{,](\\w+)=\"");
    private static final Pattern TYPE = Pattern.compile("# TYPE (?<name>\\w+) (?<type>\\w+)");

    private MetricsTable() {}

    /** The rows below the heading {@code ### <part>}. */
    public static SortedMap<String, String> documented(String part) throws IOException {
        var rows = new TreeMap<String, String>();
        boolean within = false;
        for (String line : Files.readAllLines(document())) {
            if (line.startsWith("#")) {
                within = line.startsWith("### " + part);
            }
            var row = ROW.matcher(line);
            if (within && row.matches()) {
                rows.put(row.group("name"), row.group("type") + " " + found(LABEL_IN_ROW, row.group("labels")));
            }
        }
        return rows;
    }

    private static Path document() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(DOCUMENT))) {
            folder = Objects.requireNonNull(folder.getParent(), DOCUMENT + " isn't above the module");
        }
        return folder.resolve(DOCUMENT);
    }

    /**
     * What a text in the format of Prometheus shows. The largest value that Micrometer keeps beside a timer for a while
     * belongs to it, as bucket and quantile do.
     *
     * @param prefix of the names that count
     */
    public static SortedMap<String, String> shown(String text, String prefix) {
        var types = new TreeMap<String, String>();
        var labels = new TreeMap<String, SortedSet<String>>();
        String family = "";
        for (String line : text.lines().toList()) {
            var type = TYPE.matcher(line);
            if (type.matches()) {
                family = type.group("name");
                types.put(family, type.group("type"));
            } else if (!line.startsWith("#")) {
                labels.computeIfAbsent(family, first -> new TreeSet<>()).addAll(found(LABEL_IN_SAMPLE, line));
            }
        }
        var shown = new TreeMap<String, String>();
        types.forEach((name, type) -> {
            String timer = name.endsWith("_max") ? name.substring(0, name.length() - "_max".length()) : name;
            if (name.startsWith(prefix) && (timer.equals(name) || !types.containsKey(timer))) {
                shown.put(name, type + " " + labels.getOrDefault(name, new TreeSet<>()));
            }
        });
        return shown;
    }

    private static SortedSet<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .filter(label -> !label.equals("le") && !label.equals("quantile"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
