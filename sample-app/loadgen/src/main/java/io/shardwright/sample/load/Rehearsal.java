package io.shardwright.sample.load;

import com.sun.net.httpserver.HttpServer;
import io.shardwright.sample.client.KvClient;
import io.shardwright.sample.client.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/** A second of load against a tiny server in this process, to train an ahead-of-time cache on. */
final class Rehearsal {
    private Rehearsal() {}

    static int run() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(404, -1);
                }
            });
            server.start();
            URI url = URI.create("http://localhost:" + server.getAddress().getPort());
            Recorder recorder = new Recorder(System.nanoTime(), new Stalls());
            Profile profile = new Profile(200, 8, 64, 64, 0, 0, 0, "rehearsal", 1);
            try (KvClient client = new KvClient(KvClient.newHttp(), Route.through(url), Duration.ofSeconds(2))) {
                new Load(profile, client, recorder).run(Duration.ofSeconds(1).toNanos());
            }
            server.stop(0);
            return recorder.total(System.nanoTime()).failed() == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
