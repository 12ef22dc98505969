package io.shardwright.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request carries its key. The key is bytes: a path segment and a query parameter after percent-decoding, a header
 * as it stands. Router, shards and client derive the same bytes from the same request.
 */
public sealed interface KeySource {
    /** What HTTP allows around a header's value: spaces and tabs. */
    Pattern BLANKS_AROUND = Pattern.compile("^[ \\t]+|[ \\t]+$");

    /**
     * A segment of the path. Segments are counted from 1: in {@code /kv/a%2Fb} segment 1 is {@code kv}, segment 2 is the
     * five raw characters {@code a%2Fb}, thus the key {@code a/b}. A plus sign stays a plus sign.
     */
    record Path(int segment) implements KeySource {
        public Path {
            if (segment < 1 || segment > 16) {
                throw new IllegalArgumentException("segment is " + segment + ": it must be 1 to 16");
            }
        }
    }

    /** A query parameter, its first occurrence, with or without an equals sign; a plus sign is a space, as in forms. */
    record Query(String name) implements KeySource {
        public Query {
            Objects.requireNonNull(name);
        }
    }

    /**
     * A header, its first occurrence, without surrounding blanks; commas belong to the key. Printable ASCII only, because
     * what other bytes of a header mean differs from server to server.
     */
    record Header(String name) implements KeySource {
        public Header {
            Objects.requireNonNull(name);
        }
    }

    /**
     * Reads the text form: {@code path:2}, {@code query:key} or {@code header:X-Shard-Key}.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    static KeySource parse(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "path" -> new Path(Integer.parseInt(value));
            case "query" -> new Query(value);
            case "header" -> new Header(value);
            default ->
                throw new IllegalArgumentException("'" + text + "' is not path:SEGMENT, query:NAME or header:NAME");
        };
    }

    /** The text form, see {@link #parse}. */
    default String text() {
        return switch (this) {
            case Path(int segment) -> "path:" + segment;
            case Query(String name) -> "query:" + name;
            case Header(String name) -> "header:" + name;
        };
    }

    /**
     * The key of a request, or null where it carries none, an empty one, one whose percent-encoding is broken, or a header
     * with other characters than printable ASCII.
     *
     * @param rawPath the path as sent, without query
     * @param rawQuery the query as sent, without question mark, or null
     * @param header gives a header's first value, or null
     */
    default byte @Nullable [] extract(
            String rawPath, @Nullable String rawQuery, Function<String, @Nullable String> header) {
        byte[] key = switch (this) {
            case Path(int segment) -> decode(segment(rawPath, segment), false);
            case Query(String name) -> decode(parameter(rawQuery, name), true);
            case Header(String name) -> headerBytes(header.apply(name));
        };
        return key == null || key.length == 0 ? null : key;
    }

    private static byte @Nullable [] headerBytes(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String key = BLANKS_AROUND.matcher(value).replaceAll("");
        return key.chars().allMatch(c -> c >= ' ' && c <= '~') ? key.getBytes(StandardCharsets.US_ASCII) : null;
    }

    private static @Nullable String segment(String rawPath, int segment) {
        String[] fields = rawPath.split("/", -1);
        return segment < fields.length ? fields[segment] : null;
    }

    private static @Nullable String parameter(@Nullable String rawQuery, String name) {
        if (rawQuery == null) {
            return null;
        }
        String prefix = name + "=";
        for (String pair : rawQuery.split("&", -1)) {
            if (pair.startsWith(prefix)) {
                return pair.substring(prefix.length());
            }
            if (pair.equals(name)) {
                return "";
            }
        }
        return null;
    }

    /** Percent-decodes; null where the text is null or an escape is incomplete. */
    static byte @Nullable [] decode(@Nullable String raw, boolean plusIsSpace) {
        if (raw == null) {
            return null;
        }
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(plusIsSpace && in[i] == '+' ? ' ' : in[i]);
            }
        }
        return out.toByteArray();
    }
}
