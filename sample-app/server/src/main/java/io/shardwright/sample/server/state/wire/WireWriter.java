package io.shardwright.sample.server.state.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Builds bytes: non-negative numbers take seven bits a byte, low ones first; arrays and texts follow their length. */
public final class WireWriter {
    private byte[] buffer;
    private int size;

    public WireWriter(int expectedBytes) {
        buffer = new byte[Math.max(16, expectedBytes)];
    }

    /** One byte, 0 to 255. */
    public WireWriter octet(int value) {
        room(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public WireWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public WireWriter number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("number " + value + " is negative");
        }
        room(9);
        long rest = value;
        while (rest >= 0x80) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    public WireWriter bytes(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    public WireWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The number of elements, then each of them. */
    public <T> WireWriter list(Collection<T> elements, BiConsumer<WireWriter, T> writeOne) {
        number(elements.size());
        elements.forEach(element -> writeOne.accept(this, element));
        return this;
    }

    /** What has been written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
