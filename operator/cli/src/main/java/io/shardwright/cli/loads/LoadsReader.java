package io.shardwright.cli.loads;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.document.YamlReader;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Position;
import io.shardwright.planner.loads.Loads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads measured loads: a row for each partition with its number, its load and its bytes, of which one may be left out.
 *
 * <p>As CSV the first line names the columns {@code partition}, {@code load}, {@code bytes} in any order. As YAML or JSON it
 * is a list of mappings with these fields, or a mapping with such a list in {@code partitions}.
 */
public final class LoadsReader {
    private static final List<String> COLUMNS = List.of("partition", "load", "bytes");
    private static final String LIST = "partitions";

    private final InputFile file;
    private final long[] loads;
    private final long[] bytes;
    private final BitSet seen;
    private boolean anyLoad;

    private LoadsReader(InputFile file, int partitions) {
        this.file = file;
        this.loads = new long[partitions];
        this.bytes = new long[partitions];
        this.seen = new BitSet(partitions);
    }

    /**
     * The loads in a file.
     *
     * @param partitions how many partitions there are
     * @throws InputException if a partition is missing, stands twice or doesn't exist, or a figure is no whole number from 0
     */
    public static PartitionLoads read(InputFile file, int partitions) throws InputException {
        var reader = new LoadsReader(file, partitions);
        if (isCsv(file.text())) {
            reader.csv();
        } else {
            reader.yaml();
        }
        return reader.finish();
    }

    /** Its first line is words with commas between them, and nothing that YAML would begin with. */
    private static boolean isCsv(String text) {
        String first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        return first.matches("[A-Za-z_ \"]+(,[A-Za-z_ \"]+)+");
    }

    private PartitionLoads finish() throws InputException {
        int missing = seen.nextClearBit(0);
        if (missing < loads.length) {
            throw new InputException(
                    Position.of(file.source()),
                    "partition " + missing + " isn't listed: list all " + loads.length
                            + " partitions, with 0 for idle ones");
        }
        checkSum("load", loads);
        checkSum("bytes", bytes);
        // Where only bytes were measured, they are the load.
        return new PartitionLoads(Position.of(file.source()), anyLoad ? loads : bytes.clone(), bytes);
    }

    private void checkSum(String column, long[] figures) throws InputException {
        double sum = Arrays.stream(figures).asDoubleStream().sum();
        if (sum >= Loads.MAX_TOTAL) {
            throw new InputException(
                    Position.of(file.source()),
                    String.format(
                            Locale.ROOT,
                            "the sum of %s is %.3g, and can be at most %.3g: use a larger unit",
                            column,
                            sum,
                            (double) Loads.MAX_TOTAL));
        }
    }

    private void csv() throws InputException {
        var lines = file.text().split("\\R", -1);
        int header = 0;
        while (lines[header].isBlank()) {
            header++;
        }
        var names = cells(lines[header].toLowerCase(Locale.ROOT));
        for (String name : names) {
            if (!COLUMNS.contains(name)) {
                throw new InputException(
                        at(header), "\"" + name + "\" is no known column: there are " + String.join(", ", COLUMNS));
            }
        }
        for (int i = header + 1; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                var cells = cells(lines[i]);
                var at = at(i);
                if (cells.size() != names.size()) {
                    throw new InputException(
                            at, "has " + cells.size() + " columns, and the first line names " + names.size());
                }
                row(at, name -> {
                    int column = names.indexOf(name);
                    return column < 0 ? Optional.empty() : Optional.of(Scalar.of(at, cells.get(column)));
                });
            }
        }
    }

    private Position at(int index) {
        return new Position(file.source(), index + 1);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    private void yaml() throws InputException {
        var documents = new ArrayList<>(YamlReader.read(file));
        if (documents.isEmpty()) {
            throw new InputException(Position.of(file.source()), "is empty: it must list the loads of partitions");
        }
        Value list = documents.getFirst() instanceof Mapping mapping
                ? mapping.get(LIST).orElse(mapping)
                : documents.getFirst();
        if (!(list instanceof Sequence sequence)) {
            throw new InputException(
                    list.at(),
                    "is " + list.describe()
                            + ", and must be a list of {partition, load, bytes}, or a mapping with it in " + LIST);
        }
        for (Value item : sequence.items()) {
            if (!(item instanceof Mapping row)) {
                throw new InputException(item.at(), "is " + item.describe() + ", and must be {partition, load, bytes}");
            }
            for (var entry : row.entries().entrySet()) {
                if (!COLUMNS.contains(entry.getKey())) {
                    throw new InputException(
                            entry.getValue().key(),
                            entry.getKey(),
                            "is no known field: there are " + String.join(", ", COLUMNS));
                }
            }
            row(item.at(), row::get);
        }
    }

    private void row(Position at, Function<String, Optional<Value>> cells) throws InputException {
        long partition =
                number(at, "partition", cells).orElseThrow(() -> new InputException(at, "partition", "is missing"));
        if (partition >= loads.length) {
            throw new InputException(
                    at, "partition", partition + " doesn't exist: the partitions are 0 to " + (loads.length - 1));
        }
        int index = (int) partition;
        if (seen.get(index)) {
            throw new InputException(at, "partition", partition + " stands twice: remove one");
        }
        seen.set(index);
        var load = number(at, "load", cells);
        anyLoad |= load.isPresent();
        loads[index] = load.orElse(0L);
        bytes[index] = number(at, "bytes", cells).orElse(0L);
    }

    private static Optional<Long> number(Position at, String name, Function<String, Optional<Value>> cells)
            throws InputException {
        var value = cells.apply(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().plain() instanceof Long number && number >= 0) {
            return Optional.of(number);
        }
        throw new InputException(
                at,
                name,
                "is " + value.get().describe()
                        + ", and must be a whole number from 0: choose a smaller unit for fractions");
    }
}
