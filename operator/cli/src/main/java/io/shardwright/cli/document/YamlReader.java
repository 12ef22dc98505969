package io.shardwright.cli.document;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the documents of a YAML file; JSON is YAML. Bounded in depth and in the number of values, those that aliases repeat
 * included, so that no input exhausts memory or the stack.
 */
public final class YamlReader {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 1_000_000;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(InputFile.MAX_BYTES)
            .setUseMarks(true)
            .build();

    private final InputFile file;
    private final Map<Anchor, Built> anchors = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Value> documents = new ArrayList<>();
    private int values;

    /** A finished value and how many values it holds. */
    private record Built(Value value, int size) {}

    private YamlReader(InputFile file) {
        this.file = file;
    }

    /**
     * The documents of a file that aren't empty.
     *
     * @throws InputException if it is no YAML, or beyond the bounds
     */
    public static List<Value> read(InputFile file) throws InputException {
        return new YamlReader(file).read();
    }

    private List<Value> read() throws InputException {
        try {
            for (Event event : new Parse(SETTINGS).parseString(file.text())) {
                take(event);
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new InputException(new Position(file.source(), line), "is no valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InputException(Position.of(file.source()), "is no valid YAML: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    private void take(Event event) throws InputException {
        switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case Alias -> alias((AliasEvent) event);
            case MappingStart -> push(new Open.OpenMapping(at(event), ((MappingStartEvent) event).getAnchor(), values));
            case SequenceStart ->
                push(new Open.OpenSequence(at(event), ((SequenceStartEvent) event).getAnchor(), values));
            case MappingEnd, SequenceEnd -> {
                var finished = open.pop();
                finish(finished.anchor(), finished.value(), values - finished.valuesBefore() + 1);
            }
            case DocumentEnd -> anchors.clear();
            default -> {} // The start and end of the stream, starts of documents, comments.
        }
    }

    private void scalar(ScalarEvent event) throws InputException {
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN
                && event.getTag().filter(tag -> tag.endsWith(":str")).isEmpty();
        Object value = plain ? Scalars.resolve(event.getValue()) : event.getValue();
        finish(event.getAnchor(), new Scalar(at(event), value, event.getValue()), 1);
    }

    private void alias(AliasEvent event) throws InputException {
        var anchored = anchors.get(event.getAlias());
        if (anchored == null) {
            throw new InputException(at(event), "alias *" + event.getAlias() + " has no anchor before it");
        }
        count(anchored.size() - 1, at(event));
        finish(Optional.empty(), anchored.value(), anchored.size());
    }

    private void push(Open collection) throws InputException {
        if (open.size() >= MAX_DEPTH) {
            throw new InputException(
                    collection.at(), "is nested more than " + MAX_DEPTH + " deep, which no resource is");
        }
        open.push(collection);
    }

    private void finish(Optional<Anchor> anchor, Value value, int size) throws InputException {
        count(1, value.at());
        anchor.ifPresent(name -> anchors.put(name, new Built(value, size)));
        if (!open.isEmpty()) {
            open.element().add(value);
        } else if (!(value instanceof Scalar scalar && scalar.value() == null)) {
            documents.add(value);
        }
    }

    private void count(int more, Position at) throws InputException {
        values += more;
        if (values > MAX_VALUES) {
            throw new InputException(
                    at,
                    "holds more than " + MAX_VALUES
                            + " values, those repeated by aliases included: write a smaller file");
        }
    }

    private Position at(Event event) {
        return new Position(
                file.source(),
                event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    }
}
