package io.shardwright.sample.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.shardwright.sample.server.serve.KvAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends answers, and reads bodies of other pods and of the operator. */
final class Replies {
    /** Fields that this version doesn't know are ignored: the other side may be one version newer. */
    static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private static final int MAX_BODY = 8 << 20;

    private Replies() {}

    static void send(ServerResponse response, KvAnswer answer) {
        answer.headers().forEach(response::header);
        send(response.status(answer.status()), answer.body());
    }

    static void json(ServerResponse response, int status, Object value) throws IOException {
        response.status(status).header("Content-Type", "application/json");
        send(response, JSON.writeValueAsBytes(value));
    }

    static void text(ServerResponse response, int status, String text) {
        response.status(status).header("Content-Type", "text/plain; charset=utf-8");
        if (status == 503) {
            response.header("Retry-After", "1");
        }
        send(response, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void relay(ServerResponse response, int status, Map<String, String> headers, byte[] body) {
        String type = headers.get("content-type");
        if (type != null) {
            response.header("Content-Type", type);
        }
        send(response.status(status), body);
    }

    private static void send(ServerResponse response, byte[] body) {
        if (body.length == 0) {
            response.send();
        } else {
            response.send(body);
        }
    }

    /**
     * Reads a body.
     *
     * @throws JsonMappingException if it isn't of that type, or is the literal null
     */
    static <T> T read(byte[] body, Class<T> type) throws IOException {
        T value = JSON.readValue(body, type);
        if (value == null) {
            throw JsonMappingException.from((JsonParser) null, "it is null");
        }
        return value;
    }

    static byte[] body(ServerRequest request) throws IOException {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            return in.readNBytes(MAX_BODY);
        }
    }
}
