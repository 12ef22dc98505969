package io.shardwright.e2e.halt;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What runs under the agent in a test: the same calls at each start, in every way that the client can be called. */
final class CallingProgram {
    /** What it calls, in this order; it ends well when all are answered. */
    static final List<String> CALLS = List.of(
            "GET /api/v1/namespaces/n/pods",
            "GET /api/v1/namespaces/n/pods?watch=true",
            "PUT /apis/coordination.k8s.io/v1/namespaces/n/leases/l",
            "GET /shard/v1/status",
            "PATCH /apis/apps/v1/namespaces/n/statefulsets/store-0",
            "PUT /shard/v1/moves/1-1",
            "POST /api/v1/namespaces/n/events",
            "GET /apis/apps/v1/namespaces/n/statefulsets",
            "PUT /shard/v1/moves/1-2",
            "PATCH /apis/apps/v1/namespaces/n/statefulsets/store-1");

    private CallingProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int call = 0; call < CALLS.size(); call++) {
                String[] methodAndPath = CALLS.get(call).split(" ");
                URI uri = URI.create(arguments[0] + methodAndPath[1]);
                if (uri.getQuery() != null) {
                    askForWebSocket(client, uri);
                    continue;
                }
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .method(methodAndPath[0], BodyPublishers.noBody())
                        .build();
                System.out.println("answered " + status(client, request, call % 3));
            }
        }
    }

    /** As a watch does; the server knows no web sockets and answers otherwise. */
    private static void askForWebSocket(HttpClient client, URI uri) throws Exception {
        try {
            client.newWebSocketBuilder()
                    .buildAsync(URI.create(uri.toString().replaceFirst("^http", "ws")), new WebSocket.Listener() {})
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof WebSocketHandshakeException refused)) {
                throw e;
            }
            System.out.println("answered " + refused.getResponse().statusCode());
        }
    }

    private static int status(HttpClient client, HttpRequest request, int way) throws Exception {
        return switch (way) {
            case 0 -> client.send(request, BodyHandlers.ofString()).statusCode();
            case 1 -> client.sendAsync(request, BodyHandlers.ofString()).get().statusCode();
            default ->
                client.sendAsync(request, BodyHandlers.ofString(), null).get().statusCode();
        };
    }
}
