package io.shardwright.sample.server.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A value as the store keeps it: epoch and sequence of its version, 8 bytes each, then the user's bytes.
 *
 * @param version version of the key
 * @param valueBytes size of the user's value
 */
record Stored(Version version, int valueBytes) {
    static final int HEADER_BYTES = 16;

    static byte[] encode(Version version, byte[] value) {
        return ByteBuffer.allocate(HEADER_BYTES + value.length)
                .putLong(version.epoch())
                .putLong(version.sequence())
                .put(value)
                .array();
    }

    static Stored header(byte[] bytes, int size) {
        if (size < HEADER_BYTES) {
            throw new StoreException("a stored value has " + size + " bytes: its version alone takes " + HEADER_BYTES);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        return new Stored(new Version(header.getLong(), header.getLong()), size - HEADER_BYTES);
    }

    static byte[] value(byte[] bytes) {
        return Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    }
}
