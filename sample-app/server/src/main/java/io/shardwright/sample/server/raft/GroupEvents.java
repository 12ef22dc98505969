package io.shardwright.sample.server.raft;

import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Outcome;

/** What happens to a group. Called on Ratis' threads: implementations return at once. */
public interface GroupEvents {
    /** A command was applied. */
    void applied(Command command, Outcome outcome);

    /** The state was replaced by a snapshot that the leader sent. */
    void snapshotLoaded(long index);

    /** There is another leader than before, or this replica became ready to lead. */
    void leaderChanged();

    /** The members changed. */
    void membersChanged();

    /** Enough was applied since the last snapshot. */
    void snapshotDue();
}
