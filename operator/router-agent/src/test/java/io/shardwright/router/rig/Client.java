package io.shardwright.router.rig;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 client that sends what it is given, byte by byte; keeps its connection. For one thread. */
public final class Client implements AutoCloseable {
    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    public Client(int port) {
        this.port = port;
    }

    /** Sends a request without a body. */
    public HttpMessage get(String target, String... headers) throws IOException {
        return send("GET", target, headers);
    }

    /** Sends a request; characters are bytes. */
    public HttpMessage send(String method, String target, String... headers) throws IOException {
        var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: store\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        text.append("\r\n");
        Socket connection = socket == null ? connect() : socket;
        connection.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        HttpMessage answer = HttpMessage.read(java.util.Objects.requireNonNull(in));
        if (answer == null) {
            close();
            throw new EOFException("closed without an answer");
        }
        if ("close".equalsIgnoreCase(answer.header("Connection"))) {
            close();
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private Socket connect() throws IOException {
        var made = new Socket(InetAddress.getByName("127.0.0.1"), port);
        made.setTcpNoDelay(true);
        made.setSoTimeout(20_000);
        in = new BufferedInputStream(made.getInputStream());
        socket = made;
        return made;
    }
}
