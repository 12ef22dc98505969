package io.shardwright.sample.server.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;

/** The two listeners of a pod. */
final class Ports implements AutoCloseable {
    private static final int LONGEST_PROLOGUE = 16 << 10;

    private final WebServer data;
    private final WebServer management;

    private Ports(WebServer data, WebServer management) {
        this.data = data;
        this.management = management;
    }

    static Ports open(int dataPort, Handler data, int managementPort, HttpService... management) {
        WebServer first = listen(managementPort, HttpRouting.builder().register(management));
        try {
            return new Ports(listen(dataPort, HttpRouting.builder().any(data)), first);
        } catch (RuntimeException e) {
            first.stop();
            throw e;
        }
    }

    private static WebServer listen(int port, HttpRouting.Builder routing) {
        return WebServer.builder()
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(500))
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(LONGEST_PROLOGUE)
                        // Keys are taken from the path as it was sent; what isn't a key is answered here.
                        .validatePath(false)
                        .build())
                .routing(routing)
                .build()
                .start();
    }

    /** Stops listening and cuts connections that are idle. */
    @Override
    public void close() {
        data.stop();
        management.stop();
    }
}
