package io.shardwright.sample.server.serve;

import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.Version;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A request between pods: {@code POST /shard/internal/v1/forward?…}, its value as the body. Never sent by users: their
 * requests come by another port, so that hops and epochs can't be forged.
 */
public final class ForwardCodec {
    /** Path of forwarded requests on the management port. */
    public static final String PATH = "/shard/internal/v1/forward";

    private ForwardCodec() {}

    static String path(KvRequest request) {
        StringBuilder path = new StringBuilder(PATH)
                .append("?partition=")
                .append(request.partition())
                .append("&epoch=")
                .append(request.epoch())
                .append("&hops=")
                .append(request.hops())
                .append("&leader=")
                .append(request.toLeader())
                .append("&millis=")
                .append(request.nanosLeft() / 1_000_000);
        switch (request.operation()) {
            case Operation.Get(byte[] key) -> path.append("&op=get&key=").append(text(key));
            case Operation.Put(byte[] key, byte[] value, Condition condition) ->
                path.append("&op=put&key=").append(text(key)).append(text(condition));
            case Operation.Delete(byte[] key, Condition condition) ->
                path.append("&op=delete&key=").append(text(key)).append(text(condition));
            case Operation.ListKeys(byte[] after, int limit) ->
                path.append("&op=list&key=")
                        .append(text(after))
                        .append("&limit=")
                        .append(limit);
        }
        return path.toString();
    }

    static byte[] body(KvRequest request) {
        return request.operation() instanceof Operation.Put put ? put.value() : new byte[0];
    }

    private static String text(byte[] key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    private static String text(Condition condition) {
        return switch (condition) {
            case Condition.None none -> "";
            case Condition.Absent absent -> "&if=absent";
            case Condition.VersionIs(Version version) -> "&if=" + version.text();
        };
    }

    /**
     * Reads a request.
     *
     * @param query the raw query
     * @throws IllegalArgumentException if it isn't one
     */
    public static KvRequest read(String query, byte[] body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        byte[] key = Base64.getUrlDecoder().decode(field(fields, "key"));
        Operation operation = switch (field(fields, "op")) {
            case "get" -> new Operation.Get(key);
            case "put" -> new Operation.Put(key, body, condition(fields.get("if")));
            case "delete" -> new Operation.Delete(key, condition(fields.get("if")));
            case "list" -> new Operation.ListKeys(key, Integer.parseInt(field(fields, "limit")));
            default -> throw new IllegalArgumentException("op is '" + fields.get("op") + "'");
        };
        return new KvRequest(
                operation,
                Integer.parseInt(field(fields, "partition")),
                Long.parseLong(field(fields, "epoch")),
                Integer.parseInt(field(fields, "hops")),
                Boolean.parseBoolean(field(fields, "leader")),
                System.nanoTime()
                        + Duration.ofMillis(Long.parseLong(field(fields, "millis")))
                                .toNanos());
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a forwarded request has no " + name);
        }
        return value;
    }

    private static Condition condition(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return Condition.none();
        }
        return text.equals("absent") ? Condition.absent() : Condition.versionIs(Version.parse(text));
    }
}
