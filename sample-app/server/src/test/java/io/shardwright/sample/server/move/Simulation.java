package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.PartitionRanges;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.Move;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import io.shardwright.sample.server.state.Version;
import io.shardwright.sample.server.state.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shards with random writes, moves and faults, in one thread and from one seed. The shards' own code is the real one; the log
 * and the network between shards are simulated. After each step the {@link Oracle} compares.
 */
final class Simulation implements AutoCloseable {
    private static final int SHARDS = 3;
    private static final int KEYS = 40;

    interface LateCall {
        void run() throws IOException;
    }

    final int partitions = 16;
    final Instant start = Instant.ofEpochMilli(1_700_000_000_000L);
    final MoveSettings settings = new MoveSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            200,
            100,
            3,
            4,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Duration.ofDays(1),
            Duration.ZERO);
    final Oracle oracle = new Oracle(partitions);
    Random random = new Random(0);
    long nanos;
    int failures;
    int committed;
    int aborted;

    private final List<SimShard> shards = new ArrayList<>();
    private final List<LateCall> late = new ArrayList<>();
    private final List<MoveOrder> orders = new ArrayList<>();
    private boolean faulty;
    private int hurry = 1;
    private int ordered;
    private int written;

    Simulation(Path folder) {
        List<String> founded = List.of("0-7", "8-15", "");
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(new SimShard(shard, this, folder, founded.get(shard)));
        }
    }

    /** Whether something goes wrong now, one time in so many. */
    boolean fails(int oneIn) {
        return faulty && random.nextInt(oneIn) == 0;
    }

    void later(LateCall call) {
        late.add(call);
    }

    PeerShard peer(int ordinal) {
        return new SimPeer(shards.get(ordinal), this);
    }

    /** Runs so many steps with faults, then lets every move come to its end and looks at everything. */
    void run(long seed, int steps) throws IOException {
        random = new Random(seed);
        faulty = true;
        orders.clear();
        hurry = List.of(8, 30, 100).get(random.nextInt(3));
        for (int i = 0; i < steps; i++) {
            step();
            compare();
        }
        settle();
    }

    private void step() throws IOException {
        nanos += Duration.ofMillis(random.nextInt(random.nextInt(hurry) == 0 ? 6_000 : 60))
                .toNanos();
        SimShard shard = shards.get(random.nextInt(SHARDS));
        switch (random.nextInt(100)) {
            case 0 -> shard.changeLeader();
            case 1 -> oneTimeIn(3, () -> shard.restart(random.nextInt(SimShard.REPLICAS)));
            case 2 -> oneTimeIn(3, () -> shard.checkpoint(random.nextInt(SimShard.REPLICAS)));
            case 3, 4, 5 -> shard.trickle(random.nextInt(SimShard.REPLICAS), random.nextInt(10));
            case 6, 7, 8 -> order();
            case 9 -> orderAgain();
            case 10, 11 -> deliverLate();
            default -> {
                if (random.nextBoolean()) {
                    write(shard, 3);
                } else {
                    shard.someLeader().step();
                }
            }
        }
    }

    private void oneTimeIn(int times, LateCall action) throws IOException {
        if (random.nextInt(times) == 0) {
            action.run();
        }
    }

    private void order() {
        int from = random.nextInt(SHARDS);
        int to = (from + 1 + random.nextInt(SHARDS - 1)) % SHARDS;
        BitSet chosen = new BitSet();
        IntStream.range(0, partitions)
                .filter(p -> shards.get(from).committed().ownership(p).servedEpoch() > 0 || random.nextInt(300) == 0)
                .filter(p -> random.nextInt(3) > 0)
                .forEach(chosen::set);
        if (!chosen.isEmpty()) {
            String ranges = PartitionRanges.of(chosen).toString();
            give(new MoveOrder("m" + ordered++, from, to, ranges, MoveOrder.Intent.RUN));
        }
    }

    private void orderAgain() {
        if (!orders.isEmpty()) {
            MoveOrder known = orders.get(random.nextInt(orders.size()));
            var intent = random.nextInt(3) == 0 ? MoveOrder.Intent.ABORT : MoveOrder.Intent.RUN;
            give(new MoveOrder(known.id(), known.from(), known.to(), known.ranges(), intent));
        }
    }

    private void give(MoveOrder order) {
        orders.add(order);
        try {
            shards.get(order.to()).someLeader().service.order(order);
        } catch (IOException e) {
            failures++;
        }
    }

    private void deliverLate() {
        if (!late.isEmpty()) {
            try {
                late.remove(random.nextInt(late.size())).run();
            } catch (IOException e) {
                failures++;
            }
        }
    }

    /** What happens while a call is under way: clients write, late calls arrive. */
    void meanwhile() {
        if (faulty && random.nextInt(3) == 0) {
            deliverLate();
        }
        if (faulty && random.nextInt(3) == 0) {
            for (int writes = random.nextInt(8); writes > 0; writes--) {
                write(shards.get(random.nextInt(SHARDS)), 3);
            }
        }
    }

    /** Writes as a client does: somewhere first, then wherever it is sent. */
    private void write(SimShard first, int hops) {
        SimShard at = first;
        Write write = randomWrite();
        for (int hop = 0; hop < hops; hop++) {
            List<Write> batch = random.nextInt(5) == 0 ? List.of(write, randomWrite()) : List.of(write);
            var outcome = (Outcome.Batched) at.append(new Command.Batch(batch));
            if (outcome.writes().getFirst() instanceof Outcome.NotOwner(Integer to, long epoch) && to != null) {
                at = shards.get(to);
            } else {
                return;
            }
        }
    }

    private Write randomWrite() {
        String name = "k" + random.nextInt(KEYS);
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        Version current = oracle.version(name);
        Condition condition = switch (random.nextInt(10)) {
            case 0 -> Condition.absent();
            case 1 -> Condition.versionIs(new Version(1, 1));
            case 2 -> current == null ? Condition.none() : Condition.versionIs(current);
            default -> Condition.none();
        };
        if (random.nextInt(4) == 0) {
            return new Write.Delete(key, condition);
        }
        String value = "v" + written++ + "-".repeat(random.nextInt(120));
        return new Write.Put(key, value.getBytes(StandardCharsets.UTF_8), condition);
    }

    private void compare() {
        List<ShardStore> stores = committedStores();
        oracle.oneOwnerEach(stores, false);
        for (int i = 0; i < 4; i++) {
            oracle.readsTheTruth(stores, "k" + random.nextInt(KEYS));
        }
    }

    private List<ShardStore> committedStores() {
        return shards.stream().map(SimShard::committed).toList();
    }

    private void settle() {
        faulty = false;
        while (!late.isEmpty()) {
            deliverLate();
        }
        shards.forEach(SimShard::retireAll);
        for (int i = 0; i < 3_000 && !allOver(); i++) {
            nanos += Duration.ofMillis(100).toNanos();
            shards.forEach(shard -> shard.leader().step());
            compare();
        }
        List<String> open = committedStores().stream()
                .flatMap(s -> s.moves().stream())
                .filter(m -> !m.isOver())
                .map(Object::toString)
                .toList();
        assertThat(open).as("moves that don't end").isEmpty();
        oracle.everythingIsInItsPlace(committedStores());
        shards.forEach(SimShard::replicasAgree);
        bothSidesAgree();
    }

    private boolean allOver() {
        return committedStores().stream().flatMap(s -> s.moves().stream()).allMatch(Move::isOver);
    }

    /** A move that its target has adopted is done at its source, and one that is aborted isn't. */
    private void bothSidesAgree() {
        for (MoveOrder order : orders.stream().distinct().toList()) {
            Move target = shards.get(order.to()).committed().move(order.id());
            Move source = shards.get(order.from()).committed().move(order.id());
            if (target != null && source != null) {
                assertThat(source.phase()).as("ends of %s", order.id()).isEqualTo(target.phase());
            }
            committed += target != null && target.phase() == MovePhase.DONE ? 1 : 0;
            aborted += target != null && target.phase() == MovePhase.ABORTED ? 1 : 0;
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(folder)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        shards.forEach(SimShard::close);
    }
}
