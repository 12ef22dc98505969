package io.shardwright.sample.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.shardwright.contract.Contract;
import io.shardwright.sample.server.serve.KvAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The port of users' requests. The router's epoch means nothing here: this shard's own state decides. */
final class DataPort implements Handler {
    /** Answers requests that could be read. */
    interface Service {
        KvAnswer answer(io.shardwright.sample.server.serve.KvRequest request) throws InterruptedException;
    }

    private final KvRequestParser parser;
    private final Service service;
    private final ServerMetrics metrics;
    private final String shard;
    private final Supplier<String> role;

    DataPort(KvRequestParser parser, Service service, ServerMetrics metrics, int shard, Supplier<String> role) {
        this.parser = parser;
        this.service = service;
        this.metrics = metrics;
        this.shard = Integer.toString(shard);
        this.role = role;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        Raw raw = new Raw(request);
        KvAnswer answer;
        try {
            answer = service.answer(parser.parse(raw));
        } catch (KvRequestParser.RejectedException e) {
            answer = e.answer();
            if (answer.status() == 405) {
                response.header("Allow", "GET, PUT, DELETE");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = KvAnswer.error(503, "this pod is shutting down. Nothing was done: try again");
        }
        metrics.answered(raw.method(), answer.status());
        Replies.send(
                response,
                answer.withDefault(Contract.SHARD_HEADER, shard).withDefault(Contract.ROLE_HEADER, role.get()));
    }

    private record Raw(ServerRequest request) implements KvRequestParser.Raw {
        @Override
        public String method() {
            return request.prologue().method().text();
        }

        @Override
        public String path() {
            return request.prologue().uriPath().rawPath();
        }

        @Override
        public @Nullable String query() {
            return request.prologue().hasQuery() ? request.prologue().query().rawValue() : null;
        }

        @Override
        public @Nullable String header(String name) {
            return request.headers().first(HeaderNames.create(name)).orElse(null);
        }

        @Override
        public byte[] body(int limit) throws IOException {
            if (!request.content().hasEntity()) {
                return new byte[0];
            }
            try (InputStream in = request.content().inputStream()) {
                return in.readNBytes(limit);
            }
        }
    }
}
