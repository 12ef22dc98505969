package io.shardwright.sample.server.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Layout of the keys in the store. Numbers are big-endian, so that RocksDB's order of bytes is theirs. */
final class Keys {
    /** Bytes of a partition's number before the user's key in the column family {@code data}. */
    static final int PARTITION_BYTES = 2;

    /** Meta: format, shard and number of partitions. */
    static final byte[] IDENTITY = {'s'};
    /** Meta: term and index of the last entry applied. */
    static final byte[] APPLIED = {'i'};
    /** Meta: there once the shard is founded. */
    static final byte[] FOUNDED = {'f'};

    /** Meta: term and index up to which the digests are kept, the same as {@link #APPLIED} where they are right. */
    static final byte[] DIGESTED = {'D'};

    /** Meta: digest of what is stored of a partition. */
    static final byte DIGEST = 'd';
    /** Meta: ownership of a partition, apart from open moves. */
    static final byte OWNERSHIP = 'o';
    /** Meta: keys and bytes of a partition. */
    static final byte LOAD = 'l';
    /** Meta: a move. */
    static final byte MOVE = 'm';
    /** Meta: progress of a copy. */
    static final byte PROGRESS = 'p';

    private Keys() {}

    static byte[] data(int partition, byte[] key) {
        byte[] bytes = new byte[PARTITION_BYTES + key.length];
        bytes[0] = (byte) (partition >>> 8);
        bytes[1] = (byte) partition;
        System.arraycopy(key, 0, bytes, PARTITION_BYTES, key.length);
        return bytes;
    }

    /** First possible key of a partition; for the one behind the last, a key behind all of them. */
    static byte[] dataStart(int partition) {
        return partition < 1 << 16
                ? new byte[] {(byte) (partition >>> 8), (byte) partition}
                : behindAll(PARTITION_BYTES + Limits.MAX_KEY_BYTES);
    }

    private static byte[] behindAll(int length) {
        byte[] bytes = new byte[length + 1];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    static int partitionOf(byte[] dataKey) {
        return (dataKey[0] & 0xFF) << 8 | (dataKey[1] & 0xFF);
    }

    static byte[] userKey(byte[] dataKey) {
        return Arrays.copyOfRange(dataKey, PARTITION_BYTES, dataKey.length);
    }

    static byte[] ofPartition(byte kind, int partition) {
        return new byte[] {kind, (byte) (partition >>> 8), (byte) partition};
    }

    static byte[] ofMove(byte kind, String id) {
        return ofMove(kind, id.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] ofMove(byte kind, byte[] name) {
        byte[] bytes = new byte[1 + name.length];
        bytes[0] = kind;
        System.arraycopy(name, 0, bytes, 1, name.length);
        return bytes;
    }

    /** Column family {@code changes}: the move by the index that opened it, then the sequence of the change. */
    static byte[] change(long startIndex, long sequence) {
        return ByteBuffer.allocate(16).putLong(startIndex).putLong(sequence).array();
    }

    static long sequenceOf(byte[] changeKey) {
        return ByteBuffer.wrap(changeKey).getLong(8);
    }

    /** The key right behind another one. */
    static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
