package io.shardwright.simulation;

import io.shardwright.contract.OwnershipTable;
import io.shardwright.controller.ownership.MapDraft;
import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.Write;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client behind a router of its own, whose map is more or less out of date. It tells the checker what it is answered. */
final class Client {
    private static final int KEYS = 24;
    private static final long PATIENCE = 12 * Timeline.SECOND;

    private final World world;
    private final String name;
    private final Map<String, Version> read = new HashMap<>();
    private final Task task;
    private @Nullable OwnershipTable table;
    private int written;

    Client(World world, String name) {
        this.world = world;
        this.name = name;
        this.task = world.time.start(name, this::run);
        follow();
    }

    void stop() {
        task.kill();
    }

    private void follow() {
        if (task.isOver()) {
            return;
        }
        world.api.objects().map().ifPresent(map -> {
            OwnershipTable now = OwnershipTable.of(MapDraft.routingView(map.spec()));
            if (table == null || now.epoch() >= table.epoch()) {
                table = now;
            }
        });
        world.time.after((100 + world.random.nextInt(4_000)) * Timeline.MILLI, this::follow);
    }

    private void run() {
        while (true) {
            world.time.current().sleep((50 + world.random.nextInt(350)) * Timeline.MILLI);
            Pod pod = route();
            if (pod != null) {
                ask(pod, "key-" + world.random.nextInt(KEYS));
            }
        }
    }

    private @Nullable Pod route() {
        List<Pod> pods = world.pods();
        return table == null || pods.isEmpty() ? null : pods.get(world.random.nextInt(pods.size()));
    }

    private void ask(Pod any, String key) {
        int partition = world.partitionOf(key);
        OwnershipTable routes = table;
        int owner = routes == null ? OwnershipTable.NOBODY : routes.owner(partition);
        List<Pod> pods = world.podsOf(owner);
        Pod pod = pods.isEmpty() || world.random.nextInt(10) == 0 ? any : pods.get(world.random.nextInt(pods.size()));
        var operation = new Operation(key, write(key));
        long asked = world.time.now();
        var request = new Operation.Request(operation, partition, 0, 0, false, asked + PATIENCE);
        Operation.Answer answer = world.calls.forward(name, pod, request);
        if (answer == null) {
            return;
        }
        if (answer.status() == Operation.Answer.NOT_LEADER) {
            throw new IllegalStateException("421 is never sent to users");
        }
        if (answer.version() != null) {
            read.put(key, answer.version());
        }
        world.checker.register(key).answered(operation, answer, asked, world.time.now());
    }

    private @Nullable Write write(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        Version last = read.get(key);
        byte[] value = (name + "-" + written).getBytes(StandardCharsets.UTF_8);
        return switch (world.random.nextInt(10)) {
            case 0, 1, 2 -> null;
            case 3 -> new Write.Delete(bytes, Condition.none());
            case 4 -> put(bytes, value, Condition.absent());
            case 5, 6 -> put(bytes, value, last == null ? Condition.absent() : Condition.versionIs(last));
            default -> put(bytes, value, Condition.none());
        };
    }

    private Write put(byte[] key, byte[] value, Condition condition) {
        written++;
        return new Write.Put(key, value, condition);
    }
}
