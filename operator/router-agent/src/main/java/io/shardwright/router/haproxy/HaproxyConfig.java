package io.shardwright.router.haproxy;

import io.shardwright.contract.Contract;
import io.shardwright.router.settings.RouterSettings;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * HAProxy's configuration as a text. It holds the servers too, although they are changed at run time, so that a HAProxy that
 * is reloaded or starts anew serves at once.
 */
final class HaproxyConfig {
    /** How often a server's health is asked, with few servers, in milliseconds. */
    static final int SHORTEST_CHECK_MILLIS = 1_000;
    /** Health checks a second that one router makes at most, over all servers. */
    static final int CHECKS_PER_SECOND = 300;

    private final RouterSettings settings;

    HaproxyConfig(RouterSettings settings) {
        this.settings = settings;
    }

    /** Interval between two checks of one server: max(1 s, servers ÷ 300 a second), in steps of one second. */
    static int checkMillis(int servers) {
        return Math.max(SHORTEST_CHECK_MILLIS, Math.ceilDiv(servers, CHECKS_PER_SECOND) * 1_000);
    }

    /**
     * The options of a server, the same in the configuration and for {@code add server}. A server that the cluster lists as
     * ready counts as up until two checks, 250 ms apart, say otherwise; meanwhile a connection that it refuses goes elsewhere.
     * Any other counts as down until a check succeeds.
     */
    String options(ServerSpec server, int servers) {
        return "check port %d inter %dms fastinter 250ms downinter 500ms fall 2 rise 1 observe layer4 error-limit 3 weight %d%s"
                .formatted(
                        settings.ports().shardManagement(),
                        checkMillis(servers),
                        server.weight(),
                        server.serving() ? "" : " init-state down");
    }

    /** Address and port of a server for requests; an IPv6 address is bracketed. */
    String address(ServerSpec server) {
        String host = server.address().indexOf(':') < 0 ? server.address() : "[" + server.address() + "]";
        return host + ":" + settings.ports().shardData();
    }

    /** The whole file. */
    String render(int backends, Collection<ServerSpec> servers) {
        var text = new StringBuilder(8_192);
        text.append(GLOBAL.formatted(
                settings.files().adminSocket(), settings.files().decoder()));
        text.append(DEFAULTS);
        text.append(USERS.formatted(settings.ports().users()));
        KeyRules.of(settings.keySource(), settings.partitions()).forEach(rule -> line(text, rule));
        text.append(ROUTE.formatted(settings.files().owners(), Contract.EPOCH_HEADER));
        text.append(REST.formatted(settings.ports().haproxyMetrics()));
        SortedMap<Integer, List<ServerSpec>> byShard = servers.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        ServerSpec::shard, TreeMap::new, java.util.stream.Collectors.toList()));
        for (int shard = 0; shard < backends; shard++) {
            text.append("\nbackend ").append(Backends.name(shard)).append('\n');
            byShard.getOrDefault(shard, List.of())
                    .forEach(server -> line(
                            text,
                            "server " + server.name() + " " + address(server) + " " + options(server, servers.size())));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("    ").append(line).append('\n');
    }

    private static final String GLOBAL = """
            # Written by the router agent; changes are lost.
            global
                log stderr format raw daemon err
                fd-hard-limit 65536
                thread-hard-limit 4
                hard-stop-after 35s
                spread-checks 20
                stats socket %s mode 600 level admin
                lua-load-per-thread %s

            """;

    /*
     * Retries stay within one shard and go to another replica. A connection that couldn't be made carried nothing, so any
     * request is tried again; after that only reads are, see disable-l7-retry below.
     */
    private static final String DEFAULTS = """
            defaults
                mode http
                log global
                option httplog
                option dontlognull
                option dontlog-normal
                option log-separate-errors
                timeout connect 1s
                timeout client 30s
                timeout server 30s
                timeout queue 5s
                timeout http-request 10s
                timeout http-keep-alive 60s
                timeout check 1s
                balance roundrobin
                http-reuse safe
                retries 3
                option redispatch 1
                retry-on conn-failure empty-response 503
                option httpchk
                http-check send meth GET uri /shard/v1/ready ver HTTP/1.1 hdr Host shard hdr Connection close
                http-check expect status 200
                http-error status 503 content-type text/plain string "No replica of the shard can be reached.\\n" hdr Retry-After 1

            """;

    private static final String USERS = """
            frontend users
                bind :%d
                option idle-close-on-response
                http-request del-header X-Shard
                http-request del-header X-Shard-Epoch
                http-request del-header X-Shard-Partition
                http-request del-header X-Shard-Role
                http-request del-header X-Shard-Ack
                http-request disable-l7-retry unless METH_GET
            """;

    private static final String ROUTE = """
                http-request set-var(txn.owner) var(txn.partition),map(%s)
                http-request set-header %s %%[var(txn.owner),field(2,|)]
                use_backend %%[var(txn.owner),field(1,|)]
                default_backend unowned
            """;

    private static final String REST = """

            frontend metrics
                bind :%d
                http-request use-service prometheus-exporter if { path /metrics }
                http-request return status 404

            backend unowned
                http-request return status 503 content-type text/plain string "Nobody is known to own the partition of this key yet.\\n" hdr Retry-After 1
            """;
}
