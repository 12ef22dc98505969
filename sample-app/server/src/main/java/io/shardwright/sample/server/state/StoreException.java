package io.shardwright.sample.server.state;

/** The store can't go on: its disk failed, its content is damaged or belongs to another shard. Nothing was half applied. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
