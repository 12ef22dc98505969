package io.shardwright.sample.server.raft;

import java.util.List;

/** What a replica knows of its own leadership; what it takes for true may have been over for a while. */
interface Leadership {
    /** A voter. */
    record Voter(String peer, String pod) {}

    /** Id of this replica. */
    String self();

    /** Whether it leads and has committed an entry of its term. */
    boolean isLeader();

    /** Its term. */
    long term();

    /** Index of the last entry that it knows to be committed. */
    long committed();

    /** The voters of the configuration in force. */
    List<Voter> voters();

    /** While the voters are being changed: those before, else none. */
    List<Voter> previousVoters();
}
