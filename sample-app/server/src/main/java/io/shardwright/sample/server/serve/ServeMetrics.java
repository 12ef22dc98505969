package io.shardwright.sample.server.serve;

/** What serving requests counts. */
public interface ServeMetrics {
    /**
     * A request was passed on.
     *
     * @param to {@code leader} or {@code shard}
     */
    void forwarded(String to);

    /** A request begins to wait for the shard's log: a write for its commit, a read for the leader's confirmation. */
    void waitBegun();

    /** It has waited so long. */
    void waitEnded(long nanos);

    /** A request waited so long for a hand-off. */
    void parked(long nanos);

    /** The outcome of a write is known, so long after it was proposed. */
    void committed(long nanos);
}
