package io.shardwright.router.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves {@code /started}, {@code /ready}, {@code /live} and {@code /metrics}. */
public final class StatusServer implements AutoCloseable {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;

    /**
     * Starts serving.
     *
     * @param port 0 for any
     * @throws IOException if the port is taken
     */
    public StatusServer(int port, Readiness readiness, AgentMetrics metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        probe("/started", readiness::whyNotStarted);
        probe("/ready", readiness::whyNotReady);
        probe("/live", readiness::whyNotLive);
        server.createContext("/metrics", exchange -> answer(exchange, 200, PROMETHEUS, metrics.scrape()));
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void probe(String path, Supplier<@Nullable String> whyNot) {
        server.createContext(path, exchange -> {
            String reason = whyNot.get();
            answer(exchange, reason == null ? 200 : 503, TEXT, reason == null ? "ok\n" : reason + "\n");
        });
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
