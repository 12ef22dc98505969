package io.shardwright.sample.server.http;

import io.shardwright.contract.KeySource;
import io.shardwright.contract.Partitioner;
import io.shardwright.sample.server.serve.KvAnswer;
import io.shardwright.sample.server.serve.KvRequest;
import io.shardwright.sample.server.serve.Operation;
import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.Limits;
import io.shardwright.sample.server.state.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads users' requests. A request that can't be read gets an answer that names the field and says what to change. */
final class KvRequestParser {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    /** What Helidon makes of bytes beyond ASCII in a path or header: then the key is lost. */
    private static final char REPLACEMENT = '\uFFFD';

    private final KeySource keySource;
    private final int partitions;
    private final Duration patience;

    /**
     * Creates it.
     *
     * @param patience until when a request must be answered
     */
    KvRequestParser(KeySource keySource, int partitions, Duration patience) {
        this.keySource = keySource;
        this.partitions = partitions;
        this.patience = patience;
    }

    /** What a request looks like before it is understood. */
    interface Raw {
        String method();

        String path();

        @Nullable
        String query();

        @Nullable
        String header(String name);

        /** The body, or more than the limit of its bytes. */
        byte[] body(int limit) throws IOException;
    }

    /** The request can't be carried out. */
    static final class RejectedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient KvAnswer answer;

        RejectedException(int status, String what) {
            super(what);
            this.answer = KvAnswer.error(status, what);
        }

        KvAnswer answer() {
            return answer;
        }
    }

    KvRequest parse(Raw raw) throws RejectedException, IOException {
        if (isListing(raw)) {
            return listing(raw);
        }
        requirePath(raw.path());
        requireMethod(raw.method(), "GET, PUT, DELETE");
        byte[] key = key(raw);
        Operation operation = switch (raw.method()) {
            case "GET" -> new Operation.Get(key);
            case "PUT" -> new Operation.Put(key, value(raw), condition(raw));
            default -> new Operation.Delete(key, condition(raw));
        };
        return request(operation, Partitioner.partitionOf(key, partitions));
    }

    private KvRequest request(Operation operation, int partition) {
        return new KvRequest(operation, partition, 0, 0, false, System.nanoTime() + patience.toNanos());
    }

    private static boolean isListing(Raw raw) {
        return raw.path().equals("/kv") && parameter(raw, "partition") != null;
    }

    private KvRequest listing(Raw raw) throws RejectedException {
        requireMethod(raw.method(), "GET");
        int partition = number(raw, "partition", 0, partitions - 1, 0);
        int limit = number(raw, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        String after = parameter(raw, "after");
        try {
            byte[] key = after == null ? new byte[0] : Base64.getUrlDecoder().decode(after);
            return request(new Operation.ListKeys(key, limit), partition);
        } catch (IllegalArgumentException e) {
            throw new RejectedException(
                    400, "the parameter after is '" + after + "': give the next of the last listing as it was");
        }
    }

    private static int number(Raw raw, String name, int least, int most, int fallback) throws RejectedException {
        String text = parameter(raw, name);
        if (text == null) {
            return fallback;
        }
        if (text.matches("[0-9]{1,7}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new RejectedException(
                400, "the parameter " + name + " is '" + text + "': it must be " + least + " to " + most);
    }

    private static @Nullable String parameter(Raw raw, String name) {
        String query = raw.query();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return null;
    }

    private void requirePath(String path) throws RejectedException {
        String[] fields = path.split("/", -1);
        boolean known = switch (keySource) {
            case KeySource.Path(int segment) ->
                fields.length == segment + 1 && (segment == 1 || fields[1].equals("kv"));
            case KeySource.Query query -> path.equals("/kv");
            case KeySource.Header header -> path.equals("/kv");
        };
        if (known) {
            return;
        }
        if (keySource instanceof KeySource.Path(int segment)
                && segment > 1
                && fields.length == segment
                && fields[1].equals("kv")) {
            throw new RejectedException(
                    400, "the path ends before its segment " + segment + ", the key: " + expected());
        }
        throw new RejectedException(404, "no such path: " + expected());
    }

    private String expected() {
        return switch (keySource) {
            case KeySource.Path(int segment) ->
                "keys are at " + (segment == 1 ? "" : "/kv" + "/…".repeat(segment - 2))
                        + "/{key}, with %2F for a slash within the key";
            case KeySource.Query(String name) -> "keys are at /kv?" + name + "={key}";
            case KeySource.Header(String name) -> "keys are at /kv, the key in the header " + name;
        };
    }

    private static void requireMethod(String method, String allowed) throws RejectedException {
        if (!java.util.List.of(allowed.split(", ", -1)).contains(method)) {
            throw new RejectedException(405, "the method is " + method + ": it must be one of " + allowed);
        }
    }

    private byte[] key(Raw raw) throws RejectedException {
        requireAscii(raw);
        byte[] key = keySource.extract(raw.path(), raw.query(), raw::header);
        if (key == null) {
            throw new RejectedException(
                    400, "the key is missing, empty, or has a % that isn't followed by two hex digits: " + expected());
        }
        if (key.length > Limits.MAX_KEY_BYTES) {
            throw new RejectedException(
                    keySource instanceof KeySource.Header ? 400 : 414,
                    "the key has " + key.length + " bytes: it must have at most " + Limits.MAX_KEY_BYTES);
        }
        return key;
    }

    private void requireAscii(Raw raw) throws RejectedException {
        String carrier = switch (keySource) {
            case KeySource.Path path -> raw.path();
            case KeySource.Query query -> raw.query();
            case KeySource.Header(String name) -> raw.header(name);
        };
        if (carrier != null && carrier.indexOf(REPLACEMENT) >= 0) {
            throw new RejectedException(
                    400,
                    keySource instanceof KeySource.Header(String name)
                            ? "the header " + name
                                    + " has bytes beyond ASCII: keys with such bytes go into a path or query"
                            : "the URL has bytes beyond ASCII: percent-encode them");
        }
    }

    private static byte[] value(Raw raw) throws RejectedException, IOException {
        String length = raw.header("Content-Length");
        byte[] value = length != null && isTooLong(length) ? new byte[0] : raw.body(Limits.MAX_VALUE_BYTES + 1);
        if (value.length > Limits.MAX_VALUE_BYTES || (length != null && isTooLong(length))) {
            throw new RejectedException(
                    413, "the value is too large: it must have at most " + Limits.MAX_VALUE_BYTES + " bytes");
        }
        return value;
    }

    private static boolean isTooLong(String length) {
        return length.length() > 9 || (length.matches("[0-9]+") && Integer.parseInt(length) > Limits.MAX_VALUE_BYTES);
    }

    private static Condition condition(Raw raw) throws RejectedException {
        String match = raw.header("If-Match");
        String noneMatch = raw.header("If-None-Match");
        if (noneMatch != null) {
            if (match != null || !noneMatch.strip().equals("*")) {
                throw new RejectedException(
                        400, "the header If-None-Match is '" + noneMatch + "': it must be * and alone, to create only");
            }
            return Condition.absent();
        }
        if (match == null) {
            return Condition.none();
        }
        String tag = match.strip();
        try {
            if (tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
                return Condition.versionIs(Version.parse(tag.substring(1, tag.length() - 1)));
            }
        } catch (IllegalArgumentException e) {
            // Told below, with the form that is wanted.
        }
        throw new RejectedException(
                400, "the header If-Match is '" + match + "': it must be one ETag in quotes, such as \"1.4096\"");
    }
}
