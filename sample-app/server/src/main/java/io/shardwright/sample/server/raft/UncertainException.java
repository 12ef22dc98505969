package io.shardwright.sample.server.raft;

import java.io.IOException;

/** A command was appended to the log here, and whether it will be committed can't be told in time. */
public final class UncertainException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates it with what happened. */
    public UncertainException(String message) {
        super(message);
    }
}
