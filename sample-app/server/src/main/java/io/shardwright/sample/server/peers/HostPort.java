package io.shardwright.sample.server.peers;

import java.util.Objects;

/**
 * Where a port of a pod can be reached.
 *
 * @param host DNS name or address literal
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    public HostPort {
        Objects.requireNonNull(host);
    }

    /** The form {@code host:port}, with brackets around an IPv6 literal. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
