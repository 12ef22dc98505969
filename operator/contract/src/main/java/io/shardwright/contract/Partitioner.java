package io.shardwright.contract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Maps a key to its partition: the low bits of xxHash64 with seed 0 over the key's bytes. Router, shards, client and planner
 * all use this mapping; HAProxy's {@code xxh64(0),and(P-1)} is the same.
 *
 * <p>The hash follows the xxHash specification (XXH64, "xxHash fast digest algorithm", version 0.1.1, by Yann Collet).
 */
public final class Partitioner {
    /** Largest number of partitions. */
    public static final int MAX_PARTITIONS = 65_536;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private Partitioner() {}

    /**
     * Partition of a key.
     *
     * @param key any bytes, at least one
     * @param partitions a power of two
     * @throws IllegalArgumentException if the key is empty or {@code partitions} is no power of two
     */
    public static int partitionOf(byte[] key, int partitions) {
        requirePowerOfTwo(partitions);
        if (key.length == 0) {
            throw new IllegalArgumentException("the key is empty");
        }
        return (int) (xxHash64(key) & (partitions - 1));
    }

    /** Throws {@link IllegalArgumentException} unless the argument is a power of two from 1 to {@link #MAX_PARTITIONS}. */
    public static void requirePowerOfTwo(int partitions) {
        if (Integer.bitCount(partitions) != 1 || partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions is " + partitions + ": it must be a power of two from 1 to " + MAX_PARTITIONS);
        }
    }

    /** The 64-bit xxHash of some bytes, with seed 0. */
    public static long xxHash64(byte[] data) {
        int at = 0;
        long hash;
        if (data.length >= 32) {
            long a = 0x60EA27EEADC0B5D6L; // PRIME_1 + PRIME_2, modulo 2^64
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            for (; at <= data.length - 32; at += 32) {
                a = round(a, (long) LONG.get(data, at));
                b = round(b, (long) LONG.get(data, at + 8));
                c = round(c, (long) LONG.get(data, at + 16));
                d = round(d, (long) LONG.get(data, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = PRIME_5;
        }
        return avalanche(tail(data, at, hash + data.length));
    }

    private static long tail(byte[] data, int from, long start) {
        long hash = start;
        int at = from;
        for (; at <= data.length - 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(data, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at <= data.length - 4) {
            hash = Long.rotateLeft(hash ^ (((int) INT.get(data, at)) & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < data.length; at++) {
            hash = Long.rotateLeft(hash ^ (data[at] & 0xFFL) * PRIME_5, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }
}
