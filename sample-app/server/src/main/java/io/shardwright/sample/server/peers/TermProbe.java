package io.shardwright.sample.server.peers;

import java.io.IOException;
import java.time.Duration;

/** Asks another replica for its term. */
public interface TermProbe {
    /**
     * Asks once; blocks.
     *
     * @throws IOException if there is no answer in time
     */
    PeerTerm ask(String pod, Duration timeout) throws IOException;
}
