package io.shardwright.sample.client;

import org.jspecify.annotations.Nullable;

/** What the store said of one request. */
public sealed interface Answer {
    /** Origin of an answer, as its response headers tell; -1 where they don't. */
    record Origin(int shard, int partition, long epoch) {
        /** Nobody said. */
        public static final Origin UNKNOWN = new Origin(-1, -1, -1);
    }

    /** The origin of this answer. */
    Origin origin();

    /**
     * The key has this value.
     *
     * @param version opaque, to be given to {@link KvClient#compareAndSet}
     */
    record Found(byte[] value, String version, Origin origin) implements Answer {}

    /** The key has no value. */
    record Absent(Origin origin) implements Answer {}

    /**
     * The write is durable.
     *
     * @param version the key's version from now on, or null after a deletion
     */
    record Written(@Nullable String version, Origin origin) implements Answer {}

    /**
     * The condition of a conditional write didn't hold; nothing was written.
     *
     * @param version the version that the key has, or null if it has none
     */
    record ConditionFailed(@Nullable String version, Origin origin) implements Answer {}

    /**
     * The request failed.
     *
     * @param certainty whether a write may have been applied all the same
     * @param status HTTP status, or 0 where no response arrived
     */
    record Failed(Certainty certainty, int status, String why, Origin origin) implements Answer {}

    /** What is known of a failed write. */
    enum Certainty {
        /** Nothing was written. */
        NOT_APPLIED,
        /** It may or may not have been written; trying again could write twice. */
        UNCERTAIN
    }
}
