package io.shardwright.sample.server.state.wire;

/** Bytes that aren't what they should be: cut short, too long, or of an unknown form. */
public final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
