package io.shardwright.sample.server.move;

import java.io.IOException;

/** Another replica leads the shard, or none: ask that one. Nothing has been done. */
public final class NotLeaderException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotLeaderException(String message) {
        super(message);
    }
}
