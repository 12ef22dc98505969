package io.shardwright.sample.client;

import io.shardwright.contract.Contract;
import io.shardwright.sample.client.Answer.Certainty;
import io.shardwright.sample.client.Answer.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Client of the sample store. Blocking calls, meant for virtual threads; safe for use by many threads.
 *
 * <p>It never repeats a request that may have reached the store: only a refused connection leads to the next target.
 */
public final class KvClient implements AutoCloseable {
    private final HttpClient http;
    private final Route route;
    private final Duration timeout;

    /**
     * A client over the given route.
     *
     * @param http what {@link #newHttp} gives, or the caller's own
     * @param timeout bound on one request; what lasts longer is {@link Certainty#UNCERTAIN}
     */
    public KvClient(HttpClient http, Route route, Duration timeout) {
        this.http = http;
        this.route = route;
        this.timeout = timeout;
    }

    /** An HTTP/1.1 client with kept connections and virtual threads. */
    public static HttpClient newHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** The key's value: {@link Answer.Found}, {@link Answer.Absent} or {@link Answer.Failed}. */
    public Answer get(byte[] key) {
        return send(key, "GET", BodyPublishers.noBody(), null);
    }

    /** Writes a value: {@link Answer.Written} or {@link Answer.Failed}. */
    public Answer put(byte[] key, byte[] value) {
        return send(key, "PUT", BodyPublishers.ofByteArray(value), null);
    }

    /** Removes the key's value, if any: {@link Answer.Written} or {@link Answer.Failed}. */
    public Answer delete(byte[] key) {
        return send(key, "DELETE", BodyPublishers.noBody(), null);
    }

    /** Writes a value if the key has none: {@link Answer.Written}, {@link Answer.ConditionFailed}, {@link Answer.Failed}. */
    public Answer create(byte[] key, byte[] value) {
        return send(key, "PUT", BodyPublishers.ofByteArray(value), new Condition("If-None-Match", "*"));
    }

    /**
     * Writes a value if the key still has the version: {@link Answer.Written}, {@link Answer.ConditionFailed} or {@link
     * Answer.Failed}.
     */
    public Answer compareAndSet(byte[] key, String version, byte[] value) {
        return send(key, "PUT", BodyPublishers.ofByteArray(value), new Condition("If-Match", '"' + version + '"'));
    }

    @Override
    public void close() {
        route.close();
        http.shutdownNow();
    }

    private record Condition(String header, String value) {}

    private Answer send(byte[] key, String method, BodyPublisher body, @Nullable Condition condition) {
        String path = "/kv/" + encode(key);
        List<URI> targets = route.targets(key);
        Answer last = failed(Certainty.NOT_APPLIED, "no target is known for the key");
        for (URI target : targets) {
            var request = HttpRequest.newBuilder(target.resolve(path))
                    .timeout(timeout)
                    .method(method, body);
            if (condition != null) {
                request.header(condition.header(), condition.value());
            }
            try {
                Answer answer = read(method, http.send(request.build(), BodyHandlers.ofByteArray()));
                route.learn(key, answer.origin());
                return answer;
            } catch (IOException e) {
                route.unreachable(target);
                if (!isRefusedConnection(e)) {
                    return failed(Certainty.UNCERTAIN, target + ": " + e);
                }
                last = failed(Certainty.NOT_APPLIED, target + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(Certainty.UNCERTAIN, "interrupted");
            }
        }
        return last;
    }

    private static boolean isRefusedConnection(IOException e) {
        return e instanceof ConnectException
                || e instanceof java.net.http.HttpConnectTimeoutException
                || e.getCause() instanceof UnresolvedAddressException;
    }

    private static Answer read(String method, HttpResponse<byte[]> response) {
        Origin origin = origin(response);
        @Nullable
        String version = response.headers()
                .firstValue("ETag")
                .map(tag -> tag.replace("\"", ""))
                .orElse(null);
        boolean isRead = method.equals("GET");
        if (method.equals("DELETE")) {
            version = null; // What is gone has no version to compare with, whatever the response carries.
        }
        return switch (response.statusCode()) {
            case 200 ->
                isRead
                        ? new Answer.Found(response.body(), version == null ? "" : version, origin)
                        : new Answer.Written(version, origin);
            case 201, 204 -> new Answer.Written(version, origin);
            case 404 -> isRead ? new Answer.Absent(origin) : new Answer.Written(null, origin);
            case 412 -> new Answer.ConditionFailed(version, origin);
            default -> failure(response, origin);
        };
    }

    /** 503 is said only where nothing was applied; other server errors leave a write's outcome open. */
    private static Answer failure(HttpResponse<byte[]> response, Origin origin) {
        int status = response.statusCode();
        boolean certain = status < 500 || status == 503;
        String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8).strip();
        return new Answer.Failed(certain ? Certainty.NOT_APPLIED : Certainty.UNCERTAIN, status, text, origin);
    }

    private static Origin origin(HttpResponse<?> response) {
        return new Origin(
                (int) number(response, Contract.SHARD_HEADER),
                (int) number(response, Contract.PARTITION_HEADER),
                number(response, Contract.EPOCH_HEADER));
    }

    private static long number(HttpResponse<?> response, String header) {
        return response.headers().firstValueAsLong(header).orElse(-1);
    }

    private static Answer failed(Certainty certainty, String why) {
        return new Answer.Failed(certainty, 0, why, Origin.UNKNOWN);
    }

    /** Percent-encodes every byte that isn't unreserved in RFC 3986, section 2.3. */
    static String encode(byte[] key) {
        StringBuilder text = new StringBuilder(key.length + 8);
        for (byte b : key) {
            int c = b & 0xFF;
            boolean unreserved = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '~'
                    || (c == '.' && key.length > 2);
            if (unreserved) {
                text.append((char) c);
            } else {
                text.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return text.toString();
    }
}
