package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.CommandCodec;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import io.shardwright.sample.server.state.StoreProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A shard of a simulation: one log in memory, and replicas that apply it when they are told to. */
final class SimShard {
    static final int REPLICAS = 2;

    private static final class Replica {
        final Path folder;
        ShardStore store;
        int checkpoints;
        /** Index of the next entry that its log hands to the store; behind what the store has for a while after a restart. */
        int next = 1;

        Replica(Path folder, int shard, int partitions) {
            this.folder = folder;
            store = ShardStore.open(folder.resolve("db"), shard, partitions);
        }

        Path checkpoint() {
            return folder.resolve("checkpoint-" + checkpoints);
        }
    }

    final int ordinal;
    private final Simulation world;
    private final List<byte[]> log = new ArrayList<>();
    private final List<@Nullable String> batchOutcomes = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<SimLeader> retired = new ArrayList<>();
    private int term = 1;
    private int leading;
    private SimLeader leader;

    SimShard(int ordinal, Simulation world, Path folder, String founded) {
        this.ordinal = ordinal;
        this.world = world;
        for (int r = 0; r < REPLICAS; r++) {
            replicas.add(new Replica(folder.resolve("shard-" + ordinal + "-" + r), ordinal, world.partitions));
        }
        leader = new SimLeader(this, 0, term, world);
        append(new Command.Init(founded));
    }

    /** Commits a command: from here on every replica will apply it. */
    Outcome append(Command command) {
        log.add(CommandCodec.encode(command));
        batchOutcomes.add(null);
        return catchUp(replicas.get(leading));
    }

    private Outcome catchUp(Replica replica) {
        Outcome last = new Outcome.Replayed();
        while (replica.next <= log.size()) {
            last = applyNext(replica);
        }
        return last;
    }

    private Outcome applyNext(Replica replica) {
        int at = replica.next - 1;
        Command command = CommandCodec.decode(log.get(at));
        Outcome outcome = replica.store.apply(1, replica.next++, command);
        if (outcome instanceof Outcome.Replayed) {
            return outcome;
        }
        String known = batchOutcomes.get(at);
        String text = command instanceof Command.Batch
                ? outcome.toString()
                : outcome.getClass().getSimpleName();
        if (known == null) {
            batchOutcomes.set(at, text);
            world.oracle.applied(ordinal, replica.store, command, outcome);
        } else {
            assertThat(text)
                    .as("every replica comes to the same outcome of %s", command)
                    .isEqualTo(known);
        }
        return outcome;
    }

    /** Lets a replica apply a few entries more. */
    void trickle(int replica, int entries) {
        Replica chosen = replicas.get(replica);
        for (int i = 0; i < entries && chosen.next <= log.size(); i++) {
            applyNext(chosen);
        }
    }

    /** A replica that shows all that is committed. */
    ShardStore committed() {
        catchUp(replicas.get(leading));
        return replicas.get(leading).store;
    }

    ShardStore store(int replica) {
        return replicas.get(replica).store;
    }

    SimLeader leader() {
        return leader;
    }

    /** The leader, or one that doesn't know yet that it no longer is. */
    SimLeader someLeader() {
        int pick = world.random.nextInt(12);
        return pick < retired.size() ? retired.get(pick) : leader;
    }

    /** Another replica takes over; the old leader goes on for a while. */
    void changeLeader() {
        retired.addFirst(leader);
        while (retired.size() > 2) {
            retired.removeLast();
        }
        term++;
        leading = world.random.nextInt(REPLICAS);
        leader = new SimLeader(this, leading, term, world);
    }

    void retireAll() {
        retired.clear();
    }

    void checkpoint(int replica) throws IOException {
        Replica chosen = replicas.get(replica);
        Path old = chosen.checkpoint();
        chosen.checkpoints++;
        chosen.store.snapshotTo(chosen.checkpoint());
        Simulation.deleteTree(old);
    }

    /** Kills a replica's process and starts it again, from its own disk or from another replica's checkpoint. */
    void restart(int replica) {
        Replica chosen = replicas.get(replica);
        StoreProbe.kill(chosen.store);
        Path checkpoint = replicas.get(world.random.nextInt(REPLICAS)).checkpoint();
        if (Files.exists(checkpoint) && world.random.nextBoolean()) {
            ShardStore.restore(checkpoint, chosen.folder.resolve("db"));
        }
        chosen.store = ShardStore.open(chosen.folder.resolve("db"), ordinal, world.partitions);
        chosen.next = Math.max(1, (int) chosen.store.appliedIndex() + 1 - world.random.nextInt(20));
        retired.removeIf(zombie -> zombie.replica == replica);
        if (replica == leading) {
            changeLeader();
            retired.clear();
        }
    }

    void replicasAgree() {
        replicas.forEach(this::catchUp);
        var first = StoreProbe.content(replicas.getFirst().store);
        for (Replica replica : replicas) {
            assertThat(StoreProbe.content(replica.store))
                    .as("replicas of shard %d", ordinal)
                    .isEqualTo(first);
            assertThat(IntStream.range(0, world.partitions).filter(p -> !replica.store.isSound(p)))
                    .as("partitions of shard %d whose digest isn't that of what is stored", ordinal)
                    .isEmpty();
        }
    }

    void close() {
        replicas.forEach(replica -> StoreProbe.kill(replica.store));
    }

    /** The log as one leader reaches it, with all that can go wrong on the way. */
    ShardLog logOf(SimLeader asking) {
        return new ShardLog() {
            @Override
            public boolean isLeader() {
                return true;
            }

            @Override
            public CompletableFuture<Outcome> submit(Command command) {
                if (asking.term != term) {
                    return CompletableFuture.failedFuture(new NotLeaderException("a newer one leads"));
                }
                if (world.fails(30)) {
                    return CompletableFuture.failedFuture(new IOException("lost on the way to the log"));
                }
                if (world.fails(40)) {
                    world.later(() -> append(command));
                    return CompletableFuture.failedFuture(new IOException("the log is slow"));
                }
                world.meanwhile();
                Outcome outcome = append(command);
                return world.fails(30)
                        ? CompletableFuture.failedFuture(new IOException("lost on the way back from the log"))
                        : CompletableFuture.completedFuture(outcome);
            }

            @Override
            public CompletableFuture<Long> readIndex() {
                if (asking.term != term) {
                    return CompletableFuture.failedFuture(new NotLeaderException("a newer one leads"));
                }
                return CompletableFuture.completedFuture(committed().appliedIndex());
            }
        };
    }
}
