package io.shardwright.cli.shardset;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.input.Position;
import io.shardwright.cli.input.Problem;
import io.shardwright.cli.schema.NearestName;
import io.shardwright.cli.schema.ResourceCheck;
import io.shardwright.cli.schema.Schema;
import io.shardwright.cli.schema.Schemas;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ClassAssignment;
import io.shardwright.planner.ShardId;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Reads ShardSets from documents, and refuses what the API server would refuse. */
public final class ShardSetReader {
    private static final String API_VERSION = "shardwright.io/v1alpha1";
    private static final String KIND = "ShardSet";

    private final Schema schema = Schemas.SHARD_SET.load();

    /**
     * The documents of ShardSets in a file, unchecked.
     *
     * @param name of the one that is wanted; empty for all
     * @throws InputException if there is none
     */
    public static List<Mapping> documents(InputFile file, Optional<String> name) throws InputException {
        var all = Resources.ofKind(file, API_VERSION, KIND);
        requireDifferentNames(all);
        if (name.isEmpty()) {
            return all;
        }
        var chosen = all.stream()
                .filter(document -> name(document).equals(name.get()))
                .toList();
        if (chosen.isEmpty()) {
            var names = all.stream().map(ShardSetReader::name).toList();
            throw new InputException(
                    Position.of(file.source()),
                    "holds no ShardSet named " + name.get() + ": "
                            + NearestName.of(name.get(), names)
                                    .map(nearest -> "did you mean " + nearest + "?")
                                    .orElse("there is " + String.join(", ", names)));
        }
        return chosen;
    }

    private static void requireDifferentNames(List<Mapping> documents) throws InputException {
        var seen = new HashMap<String, Mapping>();
        for (var document : documents) {
            var before = seen.putIfAbsent(namespace(document).orElse("") + "/" + name(document), document);
            if (before != null && !name(document).isEmpty()) {
                throw new InputException(
                        document.at(),
                        "metadata.name",
                        name(document) + " stands twice, first in line "
                                + before.at().line() + ": rename or remove one");
            }
        }
    }

    /** The name in a document; empty if it has none. */
    public static String name(Mapping document) {
        return document.mapping("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .orElse("");
    }

    /** The namespace in a document, if it has one. */
    public static Optional<String> namespace(Mapping document) {
        return document.mapping("metadata").flatMap(metadata -> metadata.text("namespace"));
    }

    /**
     * The ShardSet that a document describes.
     *
     * @throws InputException if the API server would refuse to create it
     */
    public DescribedShardSet read(Mapping document) throws InputException {
        var checked = ResourceCheck.structure(schema, document);
        var broken = ResourceCheck.rules(schema, checked, Optional.empty());
        if (!broken.isEmpty()) {
            throw new InputException(broken);
        }
        var spec = checked.get("spec").orElseThrow();
        return new DescribedShardSet(checked, RecordBinder.bind(spec, ShardSetSpec.class), classes(document));
    }

    /** Why the API server would refuse an edit; empty if it wouldn't. */
    public List<Problem> problemsOfEdit(DescribedShardSet before, DescribedShardSet after) {
        return ResourceCheck.rules(schema, after.document(), Optional.of(before.document()));
    }

    /** What {@code status.classes} says, as far as it can be read: it is the operator's, and isn't checked. */
    private static ClassAssignment classes(Mapping document) {
        var classes = new TreeMap<ShardId, String>();
        document.mapping("status")
                .flatMap(status -> status.sequence("classes"))
                .ifPresent(list -> list.items().stream()
                        .filter(Mapping.class::isInstance)
                        .map(Mapping.class::cast)
                        .forEach(entry -> shards(entry).stream()
                                .forEach(shard -> classes.put(
                                        new ShardId(shard),
                                        Objects.requireNonNull(
                                                entry.text("name").orElse(""))))));
        return new ClassAssignment(classes);
    }

    private static PartitionRanges shards(Mapping entry) {
        var ranges = entry.get("shardRanges")
                .map(value -> String.valueOf(value.plain()))
                .orElse("");
        try {
            return PartitionRanges.parse(ranges, ShardId.MAX_ORDINAL);
        } catch (IllegalArgumentException e) {
            return PartitionRanges.empty();
        }
    }
}
