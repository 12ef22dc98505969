package io.shardwright.router.haproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HAProxy's servers, changed while requests flow. */
final class ServerPool {
    private static final Logger LOG = LoggerFactory.getLogger(ServerPool.class);

    private final CommandSocket socket;
    private final HaproxyConfig config;

    ServerPool(CommandSocket socket, HaproxyConfig config) {
        this.socket = socket;
        this.config = config;
    }

    /** Gives the servers that are there the weights wanted, the heavier ones first. */
    void setWeights(Worker worker, SortedMap<String, ServerSpec> wanted) throws IOException {
        var commands = new ArrayList<String>();
        wanted.values().stream()
                .filter(server -> {
                    var there = worker.servers().get(server.name());
                    return there != null && there.weight() != server.weight();
                })
                .sorted(java.util.Comparator.comparingInt(ServerSpec::weight).reversed())
                .forEach(server -> commands.add("set server " + path(server) + " weight " + server.weight()));
        send(commands);
    }

    /**
     * Adds the servers that aren't there, and takes those back that were on their way out.
     *
     * @throws RefusedException for the first server that HAProxy refused, after all were tried
     */
    void add(Worker worker, SortedMap<String, ServerSpec> wanted) throws IOException {
        var commands = new ArrayList<String>();
        RefusedException refused = null;
        for (ServerSpec server : wanted.values()) {
            var there = worker.servers().get(server.name());
            if (there == null) {
                String added = socket.send("add server " + path(server) + " " + config.address(server) + " "
                        + config.options(server, wanted.size()));
                if (!added.contains("New server registered")) {
                    refused = refused == null ? new RefusedException("add server " + path(server), added) : refused;
                    continue;
                }
                commands.add("enable health " + path(server));
                commands.add("enable server " + path(server));
                LOG.atInfo().addKeyValue("server", path(server)).log("added a server");
            } else if (there.maintenance()) {
                commands.add("enable server " + path(server));
            }
        }
        send(commands);
        if (refused != null) {
            throw refused;
        }
    }

    /**
     * Takes servers out that aren't wanted, and deletes those that have no request left; one that still has some is deleted
     * by a later call.
     */
    void remove(Worker worker, SortedMap<String, ServerSpec> wanted) throws IOException {
        for (var entry : worker.servers().entrySet()) {
            if (wanted.containsKey(entry.getKey())) {
                continue;
            }
            String path = Backends.name(entry.getValue().shard()) + "/" + entry.getKey();
            if (!entry.getValue().maintenance()) {
                socket.send("set server " + path + " state maint");
            }
            if (socket.send("del server " + path).contains("Server deleted")) {
                LOG.atInfo().addKeyValue("server", path).log("removed a server");
            }
        }
    }

    private void send(List<String> commands) throws IOException {
        var line = new StringBuilder();
        for (String command : commands) {
            if (line.length() + command.length() + 1 > CommandSocket.MAX_COMMAND_BYTES) {
                check(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ";").append(command);
        }
        if (!line.isEmpty()) {
            check(line.toString());
        }
    }

    private void check(String commands) throws IOException {
        String answer = socket.send(commands);
        if (!answer.isBlank()) {
            throw new RefusedException("server", answer);
        }
    }

    private static String path(ServerSpec server) {
        return server.backend() + "/" + server.name();
    }
}
