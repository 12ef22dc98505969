package io.shardwright.sample.client;

import java.net.URI;
import java.util.List;

/** Decides where the request for a key goes. Safe for use by many threads. */
public interface Route extends AutoCloseable {
    /**
     * Where to send the request, best first; the next one is tried only when a connection to the one before was refused.
     *
     * @param key at least one byte
     */
    List<URI> targets(byte[] key);

    /** Takes note of the shard that answered, so that a stale map is noticed. */
    default void learn(byte[] key, Answer.Origin origin) {}

    /** Takes note that a target couldn't be reached. */
    default void unreachable(URI target) {}

    @Override
    default void close() {}

    /** Everything through one address, the routers'. */
    static Route through(URI router) {
        List<URI> only = List.of(router);
        return key -> only;
    }
}
