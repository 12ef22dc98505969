package io.shardwright.sample.server.peers;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the management ports of other pods, over kept connections. */
public final class PeerClient implements TermProbe, AutoCloseable {
    /** Path at which a replica says how far it is, as {@link PeerTerm#text}. */
    public static final String TERM_PATH = "/shard/internal/v1/term";
    /** Path at which a replica says how many voters it can reach, as a number. */
    public static final String REACH_PATH = "/shard/internal/v1/reach";
    /** Query parameter: a peer that doesn't count. */
    public static final String WITHOUT_PARAMETER = "without";
    /** Response header: the pod that leads the shard in {@code X-Shard}, as the answering pod of that shard believes. */
    public static final String LEADER_HEADER = "X-Shard-Leader";

    private static final Duration CONNECT = Duration.ofMillis(700);

    private final PodDirectory pods;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** Creates a client of the pods of one ShardSet. */
    public PeerClient(PodDirectory pods) {
        this.pods = pods;
    }

    /** An answer of another pod. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        /** A header, by its name in lower case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
        }

        /** A header that is a number. */
        public OptionalLong number(String name) {
            return header(name).map(v -> OptionalLong.of(Long.parseLong(v))).orElse(OptionalLong.empty());
        }
    }

    /** The request never left: the pod can't be reached. */
    public static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;

        private NotSentException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param path path and query, encoded
     * @throws NotSentException if nothing was sent
     * @throws IOException if there is no answer in time; the request may have had its effect
     */
    @SuppressWarnings("ArrayRecordComponent")
    public Answer call(
            HostPort to, String method, String path, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + to + path))
                .timeout(timeout)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<byte[]> response = whole(to, request.build(), timeout);
        Map<String, String> answer = new java.util.HashMap<>();
        response.headers().map().forEach((name, values) -> answer.put(name, values.getFirst()));
        return new Answer(response.statusCode(), answer, response.body());
    }

    /** The JDK's own time-out ends with the headers: a pod that dies while it sends the body would be waited for for ever. */
    private HttpResponse<byte[]> whole(HostPort to, HttpRequest request, Duration timeout) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException(to + " didn't answer in whole within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case ConnectException connect -> new NotSentException(to + " can't be reached: " + connect, connect);
                case HttpConnectTimeoutException connect ->
                    new NotSentException(to + " can't be reached: " + connect, connect);
                case IOException broken -> broken;
                case null, default -> new IOException(to + ": " + e.getCause(), e);
            };
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + to, e);
        }
    }

    @Override
    public PeerTerm ask(String pod, Duration timeout) throws IOException {
        Answer answer = call(pods.management(pod), "GET", TERM_PATH, Map.of(), new byte[0], timeout);
        if (answer.status() != 200) {
            throw new IOException(pod + " answered " + answer.status() + " at " + TERM_PATH);
        }
        try {
            return PeerTerm.parse(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(pod + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int reached(String pod, String withoutPeer, Duration timeout) throws IOException {
        String path = REACH_PATH + "?" + WITHOUT_PARAMETER + "=" + withoutPeer;
        Answer answer = call(pods.management(pod), "GET", path, Map.of(), new byte[0], timeout);
        try {
            if (answer.status() == 200) {
                return Integer.parseInt(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8).strip());
            }
        } catch (NumberFormatException e) {
            throw new IOException(pod + " didn't answer by a number at " + REACH_PATH, e);
        }
        throw new IOException(pod + " answered " + answer.status() + " at " + REACH_PATH);
    }

    /** Where the pods are. */
    public PodDirectory pods() {
        return pods;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
