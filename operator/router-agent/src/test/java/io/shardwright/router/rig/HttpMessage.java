package io.shardwright.router.rig;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 message as it went over the wire, each byte of its head one character. */
public record HttpMessage(String firstLine, List<String> headers, String body) {
    /** Reads one; null at the end of the stream. */
    static @Nullable HttpMessage read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        var headers = new ArrayList<String>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            headers.add(header);
        }
        var head = new HttpMessage(first, List.copyOf(headers), "");
        String length = head.header("content-length");
        byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
        return new HttpMessage(first, head.headers, new String(body, StandardCharsets.UTF_8));
    }

    /** A header's first value, or null. */
    public @Nullable String header(String name) {
        return headers.stream()
                .filter(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(header -> header.substring(name.length() + 1).replaceAll("^[ \\t]+|[ \\t]+$", ""))
                .findFirst()
                .orElse(null);
    }

    /** Status of a response. */
    public int status() {
        return Integer.parseInt(firstLine.split(" ")[1]);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (bytes.size() == 0) {
                    return null;
                }
                throw new EOFException("the head ends in the middle");
            }
            if (b != '\r') {
                bytes.write(b);
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
