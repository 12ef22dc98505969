package io.shardwright.sample.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shardwright.sample.client.KvClient;
import io.shardwright.sample.client.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker must find what a faulty store does, and nothing in an honest one. */
class LoadTest {
    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final AtomicLong writes = new AtomicLong();
    private volatile Fault fault = Fault.NONE;
    private HttpServer server;

    enum Fault {
        NONE,
        LOSES_EVERY_HUNDREDTH_WRITE,
        REFUSES_EVERY_HUNDREDTH_WRITE
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/kv/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void findsNothingWrongInAnHonestStore() {
        Recorder recorder = run();
        Figures figures = recorder.total(System.nanoTime());
        assertThat(recorder.examples()).isEmpty();
        assertThat(figures.requests()).isEqualTo(2000);
        assertThat(figures.acknowledgedWrites()).isBetween(800L, 1200L);
    }

    @Test
    void findsLostWrites() {
        fault = Fault.LOSES_EVERY_HUNDREDTH_WRITE;
        assertThat(run().total(System.nanoTime()).violations()).isPositive();
    }

    @Test
    void countsFailuresWithoutTakingThemForLosses() {
        fault = Fault.REFUSES_EVERY_HUNDREDTH_WRITE;
        Figures figures = run().total(System.nanoTime());
        assertThat(figures.failed()).isBetween(7L, 13L);
        assertThat(figures.violations()).isZero();
    }

    private Recorder run() {
        Recorder recorder = new Recorder(System.nanoTime(), new Stalls());
        URI url = URI.create("http://localhost:" + server.getAddress().getPort());
        Profile profile = new Profile(1000, 16, 50, 60, 50, 10, 20, "t", 42);
        try (KvClient client = new KvClient(KvClient.newHttp(), Route.through(url), Duration.ofSeconds(5))) {
            Load load = new Load(profile, client, recorder);
            load.run(Duration.ofSeconds(2).toNanos());
            load.verify();
        }
        return recorder;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getRawPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String method = exchange.getRequestMethod();
        if (method.equals("GET")) {
            byte[] value = values.get(key);
            exchange.getResponseHeaders().set("ETag", "\"" + versions.get(key) + '"');
            exchange.sendResponseHeaders(value == null ? 404 : 200, value == null ? -1 : value.length);
            if (value != null) {
                exchange.getResponseBody().write(value);
            }
            return;
        }
        long write = writes.incrementAndGet();
        boolean isHundredth = write % 100 == 0;
        if (isHundredth && fault == Fault.REFUSES_EVERY_HUNDREDTH_WRITE) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        boolean mustBeAbsent = exchange.getRequestHeaders().getFirst("If-None-Match") != null;
        boolean holds = (match == null || match.equals("\"" + versions.get(key) + '"'))
                && (!mustBeAbsent || !values.containsKey(key));
        if (holds && !(isHundredth && fault == Fault.LOSES_EVERY_HUNDREDTH_WRITE)) {
            versions.put(key, write);
            if (method.equals("PUT")) {
                values.put(key, body);
            } else {
                values.remove(key);
            }
        }
        exchange.getResponseHeaders().set("ETag", "\"" + write + '"');
        exchange.sendResponseHeaders(holds ? 204 : 412, -1);
    }
}
