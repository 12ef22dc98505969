package io.shardwright.router.rig;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 with prior knowledge, just enough for a GET: the JDK's own client can't do that over plain TCP. */
public final class H2 implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Socket socket;
    private final DataInputStream in;
    private int stream = 1;

    public H2(int port) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Body of the answer to a GET. */
    public String get(String path, String... headers) throws IOException {
        var block = new ByteArrayOutputStream();
        literal(block, ":method", "GET");
        literal(block, ":scheme", "http");
        literal(block, ":path", path);
        literal(block, ":authority", "store");
        for (String header : headers) {
            int colon = header.indexOf(':');
            literal(block, header.substring(0, colon), header.substring(colon + 1));
        }
        frame(HEADERS, END_HEADERS | END_STREAM, stream, block.toByteArray());
        stream += 2;
        return body();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String body() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int of = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == DATA) {
                body.write(payload);
            } else if (type == GOAWAY) {
                throw new IOException("GOAWAY");
            } else if (type == SETTINGS && flags == 0) {
                frame(SETTINGS, 1, 0, new byte[0]);
            }
            if (of != 0 && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private void frame(int type, int flags, int of, byte[] payload) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(of >> shift);
        }
        out.write(payload);
        socket.getOutputStream().write(out.toByteArray());
    }

    /** A literal field without indexing, new name, no Huffman coding (RFC 7541, section 6.2.2). */
    private static void literal(ByteArrayOutputStream out, String name, String value) throws IOException {
        out.write(0);
        string(out, name);
        string(out, value);
    }

    private static void string(ByteArrayOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            out.write(bytes.length);
        } else {
            out.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.write(bytes);
    }
}
