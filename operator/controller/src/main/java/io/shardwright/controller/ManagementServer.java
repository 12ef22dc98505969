package io.shardwright.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.RuntimeInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Health and metrics over HTTP: {@code /healthz} 200 while the process is worth keeping, {@code /readyz} 200 while it leads
 * or waits to, {@code /metrics} in Prometheus' text format.
 */
final class ManagementServer implements AutoCloseable {
    private final HttpServer server;

    ManagementServer(int port, RuntimeInfo runtime, Supplier<String> metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> {
            boolean healthy = !runtime.isStarted() || runtime.allEventSourcesAreHealthy();
            answer(
                    exchange,
                    healthy ? 200 : 503,
                    healthy ? "ok\n" : "an informer has lost the API server\n",
                    "text/plain");
        });
        server.createContext("/readyz", exchange -> answer(exchange, 200, "ok\n", "text/plain"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get(), "text/plain; version=0.0.4"));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int code, String text, String type) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        try (exchange) {
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
