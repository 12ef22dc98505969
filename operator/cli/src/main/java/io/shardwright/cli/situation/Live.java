package io.shardwright.cli.situation;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.document.Resources;
import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.InputFile;
import io.shardwright.cli.partitionmap.KnownMap;
import io.shardwright.cli.partitionmap.MapReader;
import io.shardwright.cli.shardset.DescribedShardSet;
import io.shardwright.cli.shardset.ShardSetReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster has.
 *
 * @param document of the ShardSet, unchecked
 * @param shardSet the same if it could be read
 * @param why no map is known, in a few words; empty if nothing was asked
 */
record Live(
        Optional<Mapping> document,
        Optional<DescribedShardSet> shardSet,
        Optional<KnownMap> map,
        String why,
        List<String> notes) {

    /** A cluster that has nothing, or doesn't answer. */
    static Live none(String why) {
        return new Live(Optional.empty(), Optional.empty(), Optional.empty(), why, List.of());
    }

    /** Reads an answer. A resource that this version can't read is noted and taken for absent. */
    static Live read(InputFile answer, ShardSetReader shardSets) throws InputException {
        var notes = new ArrayList<String>();
        Optional<Mapping> document = Optional.empty();
        Optional<DescribedShardSet> shardSet = Optional.empty();
        Optional<KnownMap> map = Optional.empty();
        for (var resource : Resources.read(answer)) {
            try {
                if (resource.text("kind").filter("ShardSet"::equals).isPresent()) {
                    document = Optional.of(resource);
                    shardSet = Optional.of(shardSets.read(resource));
                } else {
                    map = Optional.of(new MapReader().read(resource));
                }
            } catch (InputException e) {
                notes.add("what the cluster has can't be read by this version: " + e.getMessage());
            }
        }
        String why = map.isPresent() ? "" : "the cluster has no map of this name";
        return new Live(document, shardSet, map, why, notes);
    }
}
