package io.shardwright.e2e.fault;

/** A fault that lasts until this is closed. */
@FunctionalInterface
public interface Running extends AutoCloseable {
    /** Nothing is left to be put right: who was killed is replaced by others. */
    Running OVER = () -> {};

    @Override
    void close();
}
