package io.shardwright.sample.server.peers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeerClientTest {
    private static final byte[] NOTHING = {};

    private final PeerClient client = new PeerClient(new KubernetesPods("unused"));

    @Test
    @Timeout(20)
    void givesUpAPodThatFallsSilentInTheMiddleOfItsAnswer() throws Exception {
        var held = new CompletableFuture<Socket>();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> held.complete(halfAnAnswer(server)));
            var pod = new HostPort("127.0.0.1", server.getLocalPort());
            assertThatThrownBy(() -> client.call(pod, "GET", "/", Map.of(), NOTHING, Duration.ofMillis(500)))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageContaining("in whole within 500 ms");
            held.join().close();
        }
    }

    private static Socket halfAnAnswer(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.getInputStream().read(new byte[1024]);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx".getBytes(StandardCharsets.UTF_8));
            return socket;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void saysForCertainThatNothingWasSentToAPodThatIsNotThere() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThatThrownBy(() -> client.call(
                        new HostPort("127.0.0.1", port), "PUT", "/", Map.of(), NOTHING, Duration.ofSeconds(5)))
                .isInstanceOf(PeerClient.NotSentException.class);
    }
}
