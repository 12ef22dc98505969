package io.shardwright.sample.server.state;

import org.jspecify.annotations.Nullable;

/**
 * A key on its way from source to target.
 *
 * @param key the key
 * @param version its version at the source, which it keeps
 * @param value its value, or null where the source has removed the key
 */
@SuppressWarnings("ArrayRecordComponent")
public record CopiedEntry(byte[] key, Version version, byte @Nullable [] value) {
    public CopiedEntry {
        Limits.requireKey(key);
        if (value != null) {
            Limits.requireValue(value);
        }
    }

    /** Bytes of key and value. */
    long payloadBytes() {
        return key.length + (value == null ? 0L : value.length);
    }

    /** Size that counts against {@link Limits#CHUNK_BYTES}. */
    public int bytes() {
        return key.length + (value == null ? 0 : value.length) + 32;
    }
}
