package io.shardwright.sample.server.serve;

import io.shardwright.sample.server.state.Condition;

/** What a request asks for. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Operation {
    /** Whether it changes anything: then an uncertain outcome must not be retried. */
    default boolean isWrite() {
        return this instanceof Put || this instanceof Delete;
    }

    /** Reads a key. */
    record Get(byte[] key) implements Operation {}

    /** Sets a key. */
    record Put(byte[] key, byte[] value, Condition condition) implements Operation {}

    /** Removes a key. */
    record Delete(byte[] key, Condition condition) implements Operation {}

    /**
     * Lists the keys of a partition.
     *
     * @param after the key behind which to begin, or an empty one
     * @param limit how many at most
     */
    record ListKeys(byte[] after, int limit) implements Operation {}
}
