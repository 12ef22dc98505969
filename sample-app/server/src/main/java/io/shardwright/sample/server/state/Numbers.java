package io.shardwright.sample.server.state;

import java.nio.ByteBuffer;

/** Two numbers as 16 bytes, big-endian. */
record Numbers(long first, long second) {
    static byte[] encode(long first, long second) {
        return ByteBuffer.allocate(16).putLong(first).putLong(second).array();
    }

    static Numbers decode(byte[] bytes) {
        if (bytes.length != 16) {
            throw new StoreException("two numbers have 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Numbers(buffer.getLong(), buffer.getLong());
    }
}
