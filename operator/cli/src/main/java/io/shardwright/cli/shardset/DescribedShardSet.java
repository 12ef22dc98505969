package io.shardwright.cli.shardset;

import io.shardwright.cli.document.Mapping;
import io.shardwright.cli.input.Position;
import io.shardwright.crds.v1alpha1.ShardSetSpec;
import io.shardwright.planner.ClassAssignment;
import java.util.Optional;

/**
 * A ShardSet as a document describes it.
 *
 * @param document checked, with defaults filled in, without status
 * @param classes the class of each shard as the document's status says; empty where it says nothing
 */
public record DescribedShardSet(Mapping document, ShardSetSpec spec, ClassAssignment classes) {

    /** Its name. */
    public String name() {
        return document.mapping("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .orElse("");
    }

    /** Its namespace, if it names one. */
    public Optional<String> namespace() {
        return ShardSetReader.namespace(document);
    }

    /** Where it is described. */
    public Position at() {
        return document.at();
    }
}
