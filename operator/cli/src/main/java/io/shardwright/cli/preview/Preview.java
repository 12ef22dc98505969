package io.shardwright.cli.preview;

import io.shardwright.cli.loads.PartitionLoads;
import io.shardwright.cli.situation.Situation;
import io.shardwright.planner.MoveBatch;
import io.shardwright.planner.Ownership;
import java.util.List;
import java.util.Optional;

/**
 * The plan for a ShardSet from where it stands.
 *
 * @param current who owns what now
 * @param target who is to
 * @param batches the moves in the order in which to start them
 * @param loads measured, if given; then the plan is by loads, and else by number of partitions
 * @param shards the lines of all shards that own or will own something or are wanted, ascending
 * @param transfers the moves by pair of shards, in the order in which the first of each pair starts
 * @param remarks what the user should know of the plan: hot partitions, what stays and why
 * @param summary the plan in one sentence
 */
public record Preview(
        Situation situation,
        Ownership current,
        Ownership target,
        List<MoveBatch> batches,
        Totals totals,
        Optional<PartitionLoads> loads,
        List<ShardLine> shards,
        List<Transfer> transfers,
        List<Remark> remarks,
        String summary)
        implements PreviewResult {
    public Preview {
        batches = List.copyOf(batches);
        shards = List.copyOf(shards);
        transfers = List.copyOf(transfers);
        remarks = List.copyOf(remarks);
    }
}
