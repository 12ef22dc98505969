package io.shardwright.crds.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A loopback port that the system gives to nobody while a child process starts on it.
 *
 * <p>A port that was free a moment ago may be another program's when the child binds it. So this stays bound, without
 * listening, and the child shares it: it has to bind with {@code SO_REUSEPORT} and run as the same user. Connections
 * all go to the one that listens.
 */
final class ReservedPort implements AutoCloseable {

    private final SocketChannel holder;
    private final int number;

    ReservedPort() throws IOException {
        holder = SocketChannel.open();
        holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        number = ((InetSocketAddress) holder.getLocalAddress()).getPort();
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("giving port " + number + " back", e);
        }
    }
}
