package io.shardwright.cli.cel;

/** Thrown when an expression can't be parsed, or has no value. */
public final class CelException extends Exception {
    private static final long serialVersionUID = 1;

    CelException(String message) {
        super(message);
    }
}
