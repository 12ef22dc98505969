package io.shardwright.cli.shardset;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Scalar;
import io.shardwright.cli.document.Sequence;
import io.shardwright.cli.document.Value;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.schema.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edits of a ShardSet that are tried on it, in the order given.
 *
 * <p>An edit is {@code path=value}, the path below {@code spec}, entries of lists by their names: {@code shards=7},
 * {@code storage.size=2Gi}, {@code nodeClasses.large.weight=600}. For short, {@code weight.X} is the weight of class X, or of
 * shard X where no class has this name, and {@code shards.X} is how many shards class X has.
 */
public record Edits(List<Edit> edits) {
    private static final Position AT = Position.of("--what-if");
    private static final String CLASSES = "nodeClasses";
    private static final String SHARD_WEIGHTS = "shardWeights";

    /** One edit; the path has at least one name. */
    record Edit(List<String> path, String value) {}

    public Edits {
        edits = List.copyOf(edits);
    }

    /** Reads edits separated by commas. */
    public static Edits parse(List<String> texts) throws InputException {
        var edits = new ArrayList<Edit>();
        for (String text : texts) {
            for (String edit : text.split(",", -1)) {
                int equals = edit.indexOf('=');
                var path = equals < 0
                        ? List.<String>of()
                        : List.of(edit.substring(0, equals).strip().split("\\."));
                if (path.stream().allMatch(String::isEmpty)) {
                    throw new InputException(
                            AT, "\"" + edit + "\" is no edit: write field=value, such as shards=7,weight.large=600");
                }
                boolean fromSpec = path.size() > 1 && path.getFirst().equals("spec");
                edits.add(new Edit(
                        fromSpec ? path.subList(1, path.size()) : path,
                        edit.substring(equals + 1).strip()));
            }
        }
        return new Edits(edits);
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /**
     * A document with the edits made. Whether the result is valid is left to {@link ShardSetReader}.
     *
     * @throws InputException if an edit names a class that doesn't exist, or goes through a field that has none below it
     */
    public Mapping apply(Mapping document) throws InputException {
        var spec = document.mapping("spec")
                .orElseThrow(() -> new InputException(document.at(), "spec", "is missing: it is required"));
        for (var edit : edits) {
            spec = apply(spec, edit);
        }
        return document.with("spec", spec);
    }

    private static Mapping apply(Mapping spec, Edit edit) throws InputException {
        var path = edit.path();
        var value = Scalar.of(AT, edit.value());
        boolean ofOne = path.size() == 2
                && (path.getFirst().equals("weight") || path.getFirst().equals("shards"));
        if (!ofOne) {
            return (Mapping) set(spec, path, "spec", value);
        }
        String name = path.getLast();
        boolean isClass = classNames(spec).contains(name);
        if (!isClass && path.getFirst().equals("weight") && name.matches("[0-9]{1,6}")) {
            return spec.with(SHARD_WEIGHTS, withShardWeight(spec, Long.parseLong(name), value));
        }
        return (Mapping) set(spec, List.of(CLASSES, name, path.getFirst()), "spec", value);
    }

    private static List<String> classNames(Mapping spec) {
        return spec.sequence(CLASSES).map(Edits::names).orElse(List.of());
    }

    private static List<String> names(Sequence list) {
        return list.items().stream()
                .map(item -> item instanceof Mapping entry ? entry.text("name").orElse("") : "")
                .toList();
    }

    private static Value set(Value in, List<String> path, String at, Value value) throws InputException {
        if (path.isEmpty()) {
            return value;
        }
        String name = path.getFirst();
        var rest = path.subList(1, path.size());
        return switch (in) {
            case Mapping mapping -> {
                Value below = mapping.get(name).filter(found -> !isNull(found)).orElseGet(() -> emptyFor(name));
                yield mapping.with(name, set(below, rest, at + "." + name, value));
            }
            case Sequence list -> {
                var names = names(list);
                int index = names.indexOf(name);
                if (index < 0) {
                    throw new InputException(AT, at, "has no entry named " + name + ": " + advice(name, names));
                }
                var items = new ArrayList<>(list.items());
                items.set(index, set(items.get(index), rest, at + "[" + index + "]", value));
                yield new Sequence(list.at(), items);
            }
            case Scalar scalar -> throw new InputException(AT, at, "is a single value, and has no field " + name);
        };
    }

    private static boolean isNull(Value value) {
        return value instanceof Scalar scalar && scalar.value() == null;
    }

    private static Value emptyFor(String name) {
        return name.equals(CLASSES) ? new Sequence(AT, List.of()) : new Mapping(AT, Map.of());
    }

    private static String advice(String name, List<String> names) {
        return NearestName.of(name, names)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElseGet(() -> names.isEmpty() ? "it is empty" : "there is " + String.join(", ", names));
    }

    private static Sequence withShardWeight(Mapping spec, long shard, Scalar weight) {
        Optional<Sequence> before = spec.sequence(SHARD_WEIGHTS);
        var items = new ArrayList<Value>();
        before.ifPresent(list -> list.items().stream()
                .filter(item -> !(item instanceof Mapping entry && isShard(entry, shard)))
                .forEach(items::add));
        var entry = new LinkedHashMap<String, Mapping.Entry>();
        entry.put("shard", new Mapping.Entry(AT, new Scalar(AT, shard, Long.toString(shard))));
        entry.put("weight", new Mapping.Entry(AT, weight));
        items.add(new Mapping(AT, entry));
        return new Sequence(before.map(Sequence::at).orElse(AT), items);
    }

    private static boolean isShard(Mapping entry, long shard) {
        return entry.get("shard")
                .map(Value::plain)
                .filter(number -> number.equals(shard))
                .isPresent();
    }
}
