package io.shardwright.sample.server.serve;

/** What serving requests counts. */
public interface ServeMetrics {
    /**
     * A request was passed on.
     *
     * @param to {@code leader} or {@code shard}
     */
    void forwarded(String to);

    /** The outcome of a write is known, so long after it was proposed. */
    void committed(long nanos);
}
