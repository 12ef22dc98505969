package io.shardwright.sample.server.state;

import io.shardwright.contract.Partitioner;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes of users. Whether the shard owns a partition is decided here, when the write is applied: whatever was checked
 * before it entered the log is only a hint. So a write behind a fence in the log is refused on every replica alike.
 */
final class Writes {
    private final Transaction transaction;

    Writes(Transaction transaction) {
        this.transaction = transaction;
    }

    Outcome.Batched apply(List<Write> writes) {
        List<Outcome.OfWrite> outcomes = new ArrayList<>(writes.size());
        for (int position = 0; position < writes.size(); position++) {
            outcomes.add(apply(writes.get(position), position));
        }
        return new Outcome.Batched(outcomes);
    }

    private Outcome.OfWrite apply(Write write, int position) {
        StoreState state = transaction.state();
        int partition = Partitioner.partitionOf(write.key(), state.partitions);
        return switch (state.ownership(partition)) {
            case Ownership.Owned(long epoch) -> {
                var version = new Version(epoch, Version.sequence(transaction.index(), position));
                yield applyOwned(write, partition, version);
            }
            case Ownership.Fenced(long epoch, String move) -> new Outcome.Fenced(move);
            case Ownership.MovedTo(int to, long epoch, boolean adopted) -> new Outcome.NotOwner(to, epoch);
            case Ownership.Incoming(String move, int from, long epochAtLeast) ->
                new Outcome.NotOwner(from, epochAtLeast);
            case Ownership.Unknown() -> new Outcome.NotOwner(null, 0);
        };
    }

    private Outcome.OfWrite applyOwned(Write write, int partition, Version version) {
        byte[] dataKey = Keys.data(partition, write.key());
        Present before = transaction.stored(dataKey);
        boolean holds = switch (write.condition()) {
            case Condition.None() -> true;
            case Condition.Absent() -> before == null;
            case Condition.VersionIs(Version wanted) ->
                before != null && before.version().equals(wanted);
        };
        if (!holds) {
            return new Outcome.ConditionFailed(before == null ? null : before.version());
        }
        switch (write) {
            case Write.Put put -> transaction.put(partition, dataKey, before, version, put.value());
            case Write.Delete delete -> {
                if (before == null) {
                    return new Outcome.Applied(version);
                }
                transaction.remove(partition, dataKey, before);
            }
        }
        long recording = transaction.state().recording(partition);
        if (recording != 0) {
            transaction.noteChange(recording, version, write instanceof Write.Delete, write.key());
        }
        return new Outcome.Applied(version);
    }
}
