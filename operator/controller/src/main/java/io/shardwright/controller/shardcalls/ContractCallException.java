package io.shardwright.controller.shardcalls;

/** A pod didn't do what it was asked to: it couldn't be reached in time, refused, or answered nonsense. */
public final class ContractCallException extends Exception {
    private static final long serialVersionUID = 1;

    public ContractCallException(String message) {
        super(message);
    }

    public ContractCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
