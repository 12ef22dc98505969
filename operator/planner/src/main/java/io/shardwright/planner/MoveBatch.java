package io.shardwright.planner;

import java.util.stream.Stream;

/**
 * Partitions that go from one shard to another together.
 *
 * @param partitions at least one
 */
public record MoveBatch(ShardId from, ShardId to, PartitionSet partitions) {

    /** The single moves, by ascending partition. */
    public Stream<Move> moves() {
        return partitions.stream().mapToObj(partition -> new Move(partition, from, to));
    }

    /** Such as {@code 0 -> 3: 205-268}. */
    @Override
    public String toString() {
        return from + " -> " + to + ": " + partitions;
    }
}
