package io.shardwright.router.haproxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A command socket of HAProxy: one connection for each command line, which HAProxy closes after its answer. */
final class CommandSocket {
    /** The longest command line, in bytes, that is sure to fit into HAProxy's buffer of 16 KiB. */
    static final int MAX_COMMAND_BYTES = 15_000;

    private final UnixDomainSocketAddress address;

    CommandSocket(Path path) {
        this.address = UnixDomainSocketAddress.of(path);
    }

    /**
     * Sends one line of commands, separated by semicolons, and returns the answers.
     *
     * @param command without the newline at its end; with a payload it ends in an empty line
     * @throws IOException if HAProxy isn't there or ends in the middle
     */
    String send(String command) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address);
            var bytes = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
