package io.shardwright.sample.server.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Note of a change that a source keeps for the target of an open move.
 *
 * @param epoch epoch of the change's version; its sequence is in the key of the note
 * @param removed whether the key was removed
 * @param key the user's key
 */
@SuppressWarnings("ArrayRecordComponent")
record Change(long epoch, boolean removed, byte[] key) {
    private static final int HEADER_BYTES = 9;

    byte[] encode() {
        return ByteBuffer.allocate(HEADER_BYTES + key.length)
                .putLong(epoch)
                .put((byte) (removed ? 1 : 0))
                .put(key)
                .array();
    }

    static Change decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Change(buffer.getLong(), buffer.get() == 1, Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length));
    }
}
