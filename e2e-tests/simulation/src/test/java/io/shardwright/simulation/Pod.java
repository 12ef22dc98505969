package io.shardwright.simulation;

import io.shardwright.contract.Contract;
import io.shardwright.contract.MembersOrder;
import io.shardwright.contract.OwnershipMap;
import io.shardwright.contract.OwnershipTable;
import io.shardwright.contract.Role;
import io.shardwright.contract.ShardStatus;
import io.shardwright.sample.server.move.MoveService;
import io.shardwright.sample.server.move.MoveSettings;
import io.shardwright.sample.server.move.NotLeaderException;
import io.shardwright.sample.server.move.SteppedMoves;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.ShardStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod of a shard: its process, which may die, and its volume, which may stay. */
final class Pod {
    private static final long TICK = 200 * Timeline.MILLI;
    static final long CALL = Timeline.SECOND;

    final String name;
    final int shard;
    /** Which of the StatefulSets of this name it belongs to. */
    final int incarnation;

    private final World world;
    private final FrontEnd front;
    private final Set<Task> tasks = new LinkedHashSet<>();
    private final Map<String, Task> workers = new HashMap<>();
    private Disk disk;
    private boolean up;
    private int life;
    private @Nullable Replica replica;
    private @Nullable SteppedMoves moves;
    private @Nullable Task watcher;
    private @Nullable OwnershipTable table;
    private Promise<Boolean> changed;

    Pod(World world, String name, int shard, int incarnation, Disk disk) {
        this.world = world;
        this.name = name;
        this.shard = shard;
        this.incarnation = incarnation;
        this.disk = disk;
        this.front = new FrontEnd(world, this);
        this.changed = new Promise<>(world.time);
    }

    boolean isUp() {
        return up;
    }

    Disk disk() {
        return disk;
    }

    /** Replaces the volume; the pod must be down. */
    void setDisk(Disk other) {
        disk = other;
    }

    private boolean refused() {
        return (!disk.shardSetUid.equals(world.uid) || disk.shard != shard)
                && world.plant != Plant.TAKE_FOREIGN_VOLUMES;
    }

    void start() {
        if (up) {
            return;
        }
        up = true;
        life++;
        OwnershipMap map = disk.map;
        table = map == null ? null : OwnershipTable.of(map);
        if (!refused() && disk.membership != null) {
            open();
        }
        int mine = life;
        world.time.after(world.random.nextInt(200) * Timeline.MILLI, () -> tick(mine));
    }

    private void open() {
        world.checker.opened(this);
        replica = new Replica(world, this, disk);
        Replica log = replica;
        moves = new SteppedMoves(log::store, log, shard, world.settings(), world.time, world.time::now);
    }

    void crash() {
        up = false;
        if (replica != null) {
            replica.close();
        }
        replica = null;
        moves = null;
        watcher = null;
        workers.clear();
        List.copyOf(tasks).forEach(Task::kill);
        tasks.clear();
        changed.complete(true);
        changed = new Promise<>(world.time);
    }

    /** A snapshot took the place of the state. */
    void stateReplaced() {
        if (replica != null) {
            replica.close();
        }
        open();
        ownershipChanged();
    }

    @Nullable
    Replica replica() {
        return replica;
    }

    @Nullable
    OwnershipTable table() {
        return table;
    }

    /** Done when the leader or the ownership of partitions may be different. */
    Promise<Boolean> changed() {
        return changed;
    }

    void ownershipChanged() {
        Promise<Boolean> last = changed;
        changed = new Promise<>(world.time);
        last.complete(true);
    }

    void leaderChanged() {
        ownershipChanged();
    }

    MoveService moves() throws NotLeaderException {
        if (moves == null) {
            throw new NotLeaderException(name + " belongs to no group yet");
        }
        return moves.service();
    }

    /** Takes a call on a task of its own, which dies with the process. */
    <T> void handle(Calls.Handler<T> handler, BiConsumer<@Nullable T, @Nullable IOException> reply) {
        if (!up) {
            reply.accept(null, new Calls.NotSentException(name + " is down"));
            return;
        }
        spawn("call", () -> {
            try {
                reply.accept(handler.answer(this), null);
            } catch (IOException e) {
                reply.accept(null, e);
            }
        });
    }

    private Task spawn(String what, Runnable body) {
        tasks.removeIf(Task::isOver);
        Task task = world.time.start(name + " " + what, body);
        tasks.add(task);
        return task;
    }

    Operation.Answer answer(Operation.Request request) {
        Object ticket = world.checker.began(request, name);
        try {
            return front.answer(request);
        } finally {
            world.checker.ended(ticket);
        }
    }

    private void tick(int mine) {
        if (!up || mine != life) {
            return;
        }
        world.time.after(TICK, () -> tick(mine));
        Replica current = replica;
        SteppedMoves steps = moves;
        if (current == null || steps == null) {
            return;
        }
        if (!current.isLeader()) {
            steps.notLeading();
            return;
        }
        found(current);
        boolean leaving = false;
        for (Move move : current.store().moves()) {
            if (move instanceof Move.Outgoing && !move.isOver()) {
                leaving = true;
            } else if (move instanceof Move.Incoming && !move.isOver() && isOver(workers.get(move.id()))) {
                workers.put(move.id(), spawn("move", () -> drive(current, steps, move.id())));
            }
        }
        if (leaving && isOver(watcher)) {
            watcher = spawn("moves that leave", () -> {
                try {
                    steps.stepSource();
                } catch (IOException e) {
                    world.trace(() -> name + ": moves that leave: " + e.getMessage());
                }
            });
        }
    }

    private static boolean isOver(@Nullable Task task) {
        return task == null || task.isOver();
    }

    private void found(Replica current) {
        Disk.Membership membership = disk.membership;
        if (membership != null
                && !membership.founders().isEmpty()
                && !current.store().isFounded()) {
            var unused = current.submit(new Command.Init(membership.ranges()));
        }
    }

    /** As the product's MoveRunner does. */
    private void drive(Replica current, SteppedMoves steps, String id) {
        var driver = steps.target(id, ordinal -> world.calls.shard(name, ordinal));
        MoveSettings settings = world.settings();
        Duration retry = settings.retryAfter();
        while (current.isLeader()) {
            try {
                Duration pause = driver.take();
                if (pause == null) {
                    return;
                }
                retry = settings.retryAfter();
                world.time.current().sleep(pause.toNanos());
            } catch (IOException e) {
                world.trace(() -> name + ": move " + id + ": " + e.getMessage());
                world.time.current().sleep(retry.toNanos());
                retry = retry.multipliedBy(2).compareTo(settings.retryAtMost()) < 0
                        ? retry.multipliedBy(2)
                        : settings.retryAtMost();
            }
        }
    }

    /** Takes the operator's order about members, by the rules of the product's ShardGroup. */
    boolean order(MembersOrder order) throws IOException {
        if (!order.shardSetUid().equals(world.uid) || refused()) {
            throw new IOException("refused");
        }
        boolean listed = order.voters().stream().anyMatch(m -> m.peer().equals(disk.peer));
        if (replica == null && listed) {
            if (disk.membership == null) {
                var bootstrap = order.bootstrap();
                disk.membership = bootstrap == null
                        ? new Disk.Membership(List.of(), "")
                        : new Disk.Membership(order.voters(), bootstrap.ranges());
                disk.baseVoters = bootstrap == null ? List.of() : order.voters();
                world.checker.joined(this, order);
            }
            open();
        }
        if (replica != null) {
            replica.approach(order.voters());
        }
        return true;
    }

    /** As the leader, lets another voter ask for votes. */
    boolean stepDown() {
        if (replica != null && replica.isLeader()) {
            world.podsOf(shard).stream()
                    .filter(other -> other != this)
                    .flatMap(other -> Stream.ofNullable(other.replica()))
                    .findFirst()
                    .ifPresent(Replica::campaign);
        }
        return true;
    }

    /** Takes a publication unless it is older, as the product's RoutingTable does. */
    boolean publish(OwnershipMap map) {
        OwnershipMap held = disk.map;
        if (held == null || held.epoch() < map.epoch()) {
            disk.map = map;
            table = OwnershipTable.of(map);
            ownershipChanged();
        }
        return true;
    }

    /** What it says of itself, as the product's StatusReport does; a leader has it confirmed first. */
    ShardStatus status() {
        Replica current = refused() ? null : replica;
        boolean confirmed = current != null && current.isLeader() && isConfirmed(current);
        ShardStore store = current == null ? null : current.store();
        var total = store == null ? null : store.ownedTotal();
        return new ShardStatus(
                Contract.VERSION,
                disk.shardSetUid,
                shard,
                name,
                disk.peer,
                refused() ? Role.REFUSED : current == null ? Role.WAITING : role(current),
                current == null ? 0 : current.term(),
                current == null ? null : current.leaderPod(),
                refused() ? "the volume isn't this pod's" : null,
                confirmed,
                table == null ? 0 : table.epoch(),
                store == null ? 0 : store.appliedIndex(),
                store == null ? List.of() : store.owned(),
                current == null ? List.of() : current.voters(),
                store == null
                        ? List.of()
                        : Objects.requireNonNull(moves).service().statuses(),
                total == null ? 0 : total.keys(),
                total == null ? 0 : total.bytes(),
                0,
                0,
                List.of(),
                current != null && confirmed ? followers(current) : List.of(),
                null);
    }

    private List<ShardStatus.Follower> followers(Replica leader) {
        return leader.voters().stream()
                .filter(voter -> !voter.peer().equals(disk.peer))
                .map(voter -> new ShardStatus.Follower(voter.peer(), leader.silentMillis(voter)))
                .toList();
    }

    private Role role(Replica current) {
        boolean votes = current.voters().stream().anyMatch(v -> v.peer().equals(disk.peer));
        return current.isLeader() ? Role.LEADER : votes ? Role.FOLLOWER : Role.LEARNER;
    }

    private static boolean isConfirmed(Replica current) {
        try {
            return current.readIndex().get(CALL, TimeUnit.NANOSECONDS) >= 0;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
