package io.shardwright.router.haproxy;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What HAProxy's worker process says about itself at one moment.
 *
 * @param identity tells one worker from the next
 * @param servers its servers, by name
 */
record Worker(String identity, Map<String, ServerState> servers) {
    /**
     * A server as HAProxy sees it.
     *
     * @param shard whose backend it is in
     * @param weight 0 to 256
     * @param maintenance whether it was taken out
     * @param up whether it takes requests: in service, and healthy as far as is known
     */
    record ServerState(int shard, int weight, boolean maintenance, boolean up) {}

    private static final int FIELD_BACKEND = 1;
    private static final int FIELD_SERVER = 3;
    private static final int FIELD_OPERATION = 5;
    private static final int FIELD_ADMINISTRATION = 6;
    private static final int FIELD_WEIGHT = 7;
    private static final int OPERATION_RUNNING = 2;
    private static final int MAINTENANCE_BITS = 0x01 | 0x02 | 0x04 | 0x20;

    /**
     * Asks the worker.
     *
     * @throws IOException if HAProxy isn't there, or its answer isn't what 3.2 says
     */
    static Worker observe(CommandSocket socket) throws IOException {
        var pid = new StringBuilder();
        var servers = new TreeMap<String, ServerState>();
        for (String line : socket.send("show info;show servers state").split("\n")) {
            if (line.startsWith("Pid: ") || line.startsWith("Start_time_sec: ")) {
                pid.append(line.substring(line.indexOf(' ')));
            } else {
                addServer(servers, line.split(" "));
            }
        }
        if (pid.isEmpty()) {
            throw new IOException("HAProxy's answer to 'show info' has no Pid");
        }
        return new Worker(pid.toString(), servers);
    }

    private static void addServer(Map<String, ServerState> servers, String[] fields) {
        if (fields.length <= FIELD_WEIGHT || fields[0].isEmpty() || !Character.isDigit(fields[0].charAt(0))) {
            return;
        }
        OptionalInt shard = Backends.shard(fields[FIELD_BACKEND]);
        if (shard.isEmpty()) {
            return;
        }
        boolean maintenance = (Integer.parseInt(fields[FIELD_ADMINISTRATION]) & MAINTENANCE_BITS) != 0;
        boolean running = Integer.parseInt(fields[FIELD_OPERATION]) == OPERATION_RUNNING;
        servers.put(
                fields[FIELD_SERVER],
                new ServerState(
                        shard.getAsInt(),
                        Integer.parseInt(fields[FIELD_WEIGHT]),
                        maintenance,
                        running && !maintenance));
    }

    /** How many backends of shards the worker has. */
    static int backends(CommandSocket socket) throws IOException {
        return (int) socket.send("show backend")
                .lines()
                .filter(line -> Backends.shard(line.strip()).isPresent())
                .count();
    }

    /** Number of servers that take requests. */
    long up() {
        return servers.values().stream().filter(ServerState::up).count();
    }

    /** The shards that have a server that takes requests. */
    Set<Integer> servedShards() {
        return servers.values().stream()
                .filter(ServerState::up)
                .map(ServerState::shard)
                .collect(Collectors.toSet());
    }
}
