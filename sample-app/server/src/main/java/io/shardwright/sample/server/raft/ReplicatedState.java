package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;
import java.io.IOException;
import java.nio.file.Path;

/** What the shard's log is applied to. Called by one thread at a time. */
public interface ReplicatedState extends AutoCloseable {
    /** Applies a log entry; one at or below {@link #appliedIndex} changes nothing. */
    Outcome apply(long term, long index, Command command);

    /** Takes note of a log entry that carries no command. */
    void advance(long term, long index);

    /** Index of the last entry applied, 0 before the first. */
    long appliedIndex();

    /** Makes the state durable and writes a copy of it to a folder that doesn't exist yet. */
    void snapshotTo(Path folder) throws IOException;

    /** Replaces the state by the copy in a folder, which stays as it is. */
    void replaceBy(Path folder) throws IOException;

    @Override
    void close();
}
