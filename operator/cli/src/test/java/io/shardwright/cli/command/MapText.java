package io.shardwright.cli.command;

import java.util.List;

/** The text of PartitionMaps. */
final class MapText {
    private MapText() {}

    /** A map in which shard i owns the i-th ranges. */
    static String of(int partitions, int shardCount, List<String> ranges) {
        var text = new StringBuilder("""
                apiVersion: shardwright.io/v1alpha1
                kind: PartitionMap
                metadata: {name: store, namespace: shop, resourceVersion: "7"}
                spec: {shardSetUid: uid, epoch: 4, partitions: %d,
                  moved: [{epoch: 3, ranges: "0-1"}],
                  shardCount: %d, shards: [
                """.formatted(partitions, shardCount));
        for (int i = 0; i < ranges.size(); i++) {
            text.append(
                    "  {shard: %d, ranges: \"%s\"}%s\n".formatted(i, ranges.get(i), i < ranges.size() - 1 ? "," : ""));
        }
        return text.append("  ]}\n").toString();
    }
}
