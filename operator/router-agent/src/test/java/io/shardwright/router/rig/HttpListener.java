package io.shardwright.router.rig;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A small HTTP/1.1 server that shows its handler the request line as it came. */
final class HttpListener implements AutoCloseable {
    /** Answers a request: status and body, or null to close the connection without an answer. */
    interface Handler {
        @Nullable
        Reply answer(HttpMessage request) throws InterruptedException;
    }

    record Reply(int status, String body) {}

    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Handler handler;
    private final Thread accepting;

    HttpListener(InetAddress address, int port, Handler handler) throws IOException {
        this.handler = handler;
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port), 200);
        accepting = Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Closes the listener and cuts all connections. Then connections are refused: the port is free once nobody accepts. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                if (listener.isClosed()) {
                    connection.close();
                    return;
                }
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream());
            for (var request = HttpMessage.read(in); request != null; request = HttpMessage.read(in)) {
                Reply reply = handler.answer(request);
                if (reply == null) {
                    return;
                }
                byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
                String head = "HTTP/1.1 " + reply.status() + " Whatever\r\nContent-Length: " + body.length + "\r\n\r\n";
                var out = new java.io.ByteArrayOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                connection.getOutputStream().write(out.toByteArray());
            }
        } catch (IOException e) {
            // The other side is gone, or this server was closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }
}
