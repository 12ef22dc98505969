package io.shardwright.cli.preview;

import io.shardwright.cli.loads.PartitionLoads;
import io.shardwright.cli.situation.Situation;
import io.shardwright.planner.Plan;
import io.shardwright.resolver.Resolved;
import java.util.List;
import java.util.Optional;

/**
 * The plan for a ShardSet from where it stands.
 *
 * @param loads measured, if given
 * @param shards the lines of all shards that own or will own something or are wanted, ascending
 * @param transfers the moves by pair of shards, in the order in which the first of each pair starts
 */
public record Preview(
        Situation situation,
        Resolved resolved,
        Plan plan,
        Optional<PartitionLoads> loads,
        List<ShardLine> shards,
        List<Transfer> transfers)
        implements PreviewResult {
    public Preview {
        shards = List.copyOf(shards);
        transfers = List.copyOf(transfers);
    }

    /** Bytes that move; empty where none were measured. */
    public Optional<Long> bytesMoved() {
        return loads.filter(PartitionLoads::hasBytes)
                .map(known -> plan.moves().stream()
                        .mapToLong(move -> known.bytes(move.partition()))
                        .sum());
    }
}
