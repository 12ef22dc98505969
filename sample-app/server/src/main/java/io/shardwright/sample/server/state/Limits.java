package io.shardwright.sample.server.state;

/** Bounds of what the store takes. The HTTP side answers 400 to a longer key and 413 to a longer value. */
public final class Limits {
    /** Longest key, in bytes; the shortest is 1. */
    public static final int MAX_KEY_BYTES = 1_024;
    /** Longest value, in bytes; the shortest is 0. */
    public static final int MAX_VALUE_BYTES = 1 << 20;
    /** Size at which a batch of writes should be closed, in bytes; one larger write goes alone. */
    public static final int BATCH_BYTES = 256 << 10;
    /** Most writes in one batch: their position must fit into the low bits of {@link Version#sequence()}. */
    public static final int MAX_BATCH_WRITES = 1 << Version.POSITION_BITS;
    /** Size at which a chunk of a copy is closed, in bytes; one larger entry goes alone. */
    public static final int CHUNK_BYTES = 256 << 10;
    /** No encoded command is longer than this, in bytes: the largest value with its key and frame. */
    public static final int MAX_COMMAND_BYTES = MAX_VALUE_BYTES + (64 << 10);
    /** Finished moves that are remembered, and answer repeated orders. */
    public static final int FINISHED_MOVES = 64;

    private Limits() {}

    static void requireKey(byte[] key) {
        if (key.length == 0 || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("key has " + key.length + " bytes: it must have 1 to " + MAX_KEY_BYTES);
        }
    }

    static void requireValue(byte[] value) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "value has " + value.length + " bytes: it must have at most " + MAX_VALUE_BYTES);
        }
    }
}
