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

    /** Why a request that met a hand-off was answered 503. */
    enum Refusal {
        /** As many as may wait did already. */
        FULL,
        /** The hand-off took longer than the request may wait. */
        LATE
    }

    /** A request that met a hand-off was answered 503. Nothing of it was done. */
    void parkingRefused(Refusal why);

    /** The outcome of a write is known, so long after it was proposed. */
    void committed(long nanos);
}
