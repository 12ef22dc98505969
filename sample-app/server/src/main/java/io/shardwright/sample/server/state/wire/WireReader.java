package io.shardwright.sample.server.state.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link WireWriter} wrote. Every method throws {@link MalformedException} where the bytes don't allow it. */
public final class WireReader {
    private final byte[] bytes;
    private int at;

    public WireReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One byte, 0 to 255. */
    public int octet() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public boolean flag() {
        int value = octet();
        if (value > 1) {
            throw new MalformedException("flag is " + value + " at byte " + (at - 1));
        }
        return value == 1;
    }

    /** A number, 0 or more. */
    public long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) {
                    throw new MalformedException("number is longer than it has to be at byte " + (at - 1));
                }
                return value;
            }
        }
        throw new MalformedException("number is too large at byte " + at);
    }

    /** A number that fits into an int. */
    public int smallNumber() {
        long value = number();
        if (value > Integer.MAX_VALUE) {
            throw new MalformedException("number " + value + " is too large before byte " + at);
        }
        return (int) value;
    }

    public byte[] bytes() {
        int length = smallNumber();
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text is not UTF-8 before byte " + at, e);
        }
    }

    /** The elements of a list; each takes at least one byte. */
    public <T> List<T> list(Function<WireReader, T> readOne) {
        int count = smallNumber();
        need(count);
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(readOne.apply(this));
        }
        return elements;
    }

    /** One of the constants of an enum, by ordinal. */
    public <E extends Enum<E>> E constant(E[] values) {
        int ordinal = octet();
        if (ordinal >= values.length) {
            throw new MalformedException("constant " + ordinal + " is unknown at byte " + (at - 1));
        }
        return values[ordinal];
    }

    /** States that nothing follows. */
    public void end() {
        if (at != bytes.length) {
            throw new MalformedException((bytes.length - at) + " bytes too many from byte " + at + " on");
        }
    }

    private void need(int count) {
        if (count > bytes.length - at) {
            throw new MalformedException("cut short: " + count + " bytes wanted at byte " + at + " of " + bytes.length);
        }
    }
}
