package io.shardwright.sample.server.peers;

import java.io.IOException;
import java.time.Duration;

/** Asks another replica how it stands. */
public interface TermProbe {
    /**
     * Asks once for its term; blocks.
     *
     * @throws IOException if there is no answer in time
     */
    PeerTerm ask(String pod, Duration timeout) throws IOException;

    /**
     * Asks once how many voters of its group it can reach, itself among them, but without that peer; blocks.
     *
     * @throws IOException if there is no answer in time
     */
    default int reached(String pod, String withoutPeer, Duration timeout) throws IOException {
        throw new IOException(pod + " can't be asked whom it reaches");
    }
}
