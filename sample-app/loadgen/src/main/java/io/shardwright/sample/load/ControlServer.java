package io.shardwright.sample.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets others watch and end a running load: {@code GET /total}, {@code GET /window} (since the last one), {@code GET
 * /examples}, {@code GET /mark} (forgets the longest write gaps), {@code GET /stop}. All are GETs, so that an API server's
 * proxy and a browser will do.
 */
final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final HttpServer server;
    private final ObjectMapper json = new ObjectMapper();

    ControlServer(int port, Recorder recorder, Runnable stop) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/total", () -> recorder.total(System.nanoTime()));
        answer("/window", () -> recorder.window(System.nanoTime()));
        answer("/examples", recorder::examples);
        answer("/mark", () -> {
            recorder.mark();
            return "marked";
        });
        answer("/stop", () -> {
            stop.run();
            return "stopping";
        });
        server.start();
    }

    private void answer(String path, Supplier<Object> content) {
        server.createContext(path, exchange -> {
            try (exchange) {
                write(exchange, content.get());
            }
        });
    }

    private void write(HttpExchange exchange, Object content) throws IOException {
        try {
            byte[] body = json.writeValueAsBytes(content);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (JsonProcessingException e) {
            LOG.atError().setCause(e).log("figures could not be written");
            exchange.sendResponseHeaders(500, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
