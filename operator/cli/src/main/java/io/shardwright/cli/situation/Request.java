package io.shardwright.cli.situation;

import io.shardwright.cli.cluster.ClusterAccess;
import io.shardwright.cli.shardset.Edits;
import java.util.Optional;

/**
 * What a user asks about.
 *
 * @param file with ShardSets; empty: the ShardSet {@code name} in the cluster
 * @param name which ShardSet; empty for all in the file
 * @param map file with PartitionMaps; empty: the cluster's, if one answers
 * @param edits to be tried
 * @param offline true: no cluster is asked
 */
public record Request(
        Optional<String> file,
        Optional<String> name,
        Optional<String> map,
        Edits edits,
        boolean offline,
        ClusterAccess access) {}
