package io.shardwright.sample.server.move;

import java.io.IOException;

/** The shard won't do it and says why, as 409 over HTTP. Nothing has been done, and asking again won't help. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
