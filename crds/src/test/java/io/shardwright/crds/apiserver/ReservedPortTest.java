package io.shardwright.crds.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;

class ReservedPortTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void onlyAServerThatSharesThePortListensOnIt() throws Exception {
        try (var port = new ReservedPort();
                var server = new ServerSocket();
                var stranger = new ServerSocket()) {
            assertThatThrownBy(() -> stranger.bind(new InetSocketAddress(LOOPBACK, port.number())))
                    .isInstanceOf(BindException.class);

            server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            server.bind(new InetSocketAddress(LOOPBACK, port.number()));

            for (int i = 0; i < 100; i++) {
                try (var client = new Socket(LOOPBACK, port.number());
                        var accepted = server.accept()) {
                    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                }
            }
        }
    }
}
