package io.shardwright.cli.partitionmap;

import io.shardwright.cli.input.Position;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.planner.Ownership;
import java.util.stream.IntStream;

/**
 * The published ownership of a ShardSet.
 *
 * @param at the document that it was read from
 * @param name of the map, which is that of its ShardSet
 */
public record KnownMap(Position at, String name, OwnershipTable table) {

    /** Who owns what, as the planner takes it. */
    public Ownership ownership() {
        return Ownership.of(IntStream.range(0, table.partitions())
                .map(table::owner)
                .map(owner -> owner == OwnershipTable.NOBODY ? Ownership.UNOWNED : owner)
                .toArray());
    }
}
