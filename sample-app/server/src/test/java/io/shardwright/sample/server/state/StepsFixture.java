package io.shardwright.sample.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.EpochRanges;
import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.Partitioner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A store whose moves are brought into a phase, for the tests of the steps' tables. */
@NullUnmarked
abstract class StepsFixture {
    static final int PARTITIONS = 16;
    static final MoveOrder ORDER = new MoveOrder("m", 0, 1, "2-4", MoveOrder.Intent.RUN);
    static final MoveOrder ABORT = new MoveOrder("m", 0, 1, "2-4", MoveOrder.Intent.ABORT);
    static final List<EpochRanges> EPOCHS = List.of(new EpochRanges(1, "2-4"));
    static final long FENCE_INDEX = 50;
    static final byte[] KEY = keyOf(3);

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    ShardStore store;
    int shard;
    long index;
    MoveOrder order = ORDER;

    @AfterEach
    void close() {
        store.close();
    }

    static byte[] keyOf(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> ("k" + i).getBytes(StandardCharsets.UTF_8))
                .filter(k -> Partitioner.partitionOf(k, PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    void openShard(int ordinal, String owned) {
        shard = ordinal;
        index = 0;
        store = ShardStore.open(folder.resolve("db"), ordinal, PARTITIONS);
        apply(new Command.Init(owned));
    }

    Outcome apply(Command command) {
        return store.apply(1, ++index, command);
    }

    Outcome.OfWrite put() {
        var write = new Write.Put(KEY, new byte[] {1}, Condition.none());
        return ((Outcome.Batched) apply(new Command.Batch(List.of(write))))
                .writes()
                .getFirst();
    }

    void reopen() {
        store.close();
        store = ShardStore.open(folder.resolve("db"), shard, PARTITIONS);
    }

    String phaseNow() {
        Move move = store.move(order.id());
        return move == null ? "unknown" : move.phase().name();
    }

    void check(String phase, String command, String expected, Outcome outcome) {
        String now = outcome instanceof Outcome.Refused ? "refused" : phaseNow();
        assertThat(now).as("%s at %s: %s", command, phase, outcome).isEqualTo(expected);
        if (outcome instanceof Outcome.Refused) {
            assertThat(phaseNow()).as("%s at %s", command, phase).isEqualTo(phase);
        } else {
            assertThat(outcome).isEqualTo(new Outcome.MoveIs(store.move(order.id())));
        }
    }

    void remembersEverything() {
        var moves = store.moves();
        var owned = store.owned();
        reopen();
        assertThat(store.moves()).usingRecursiveComparison().isEqualTo(moves);
        assertThat(store.owned()).isEqualTo(owned);
    }

    static MoveOrder order(String id, String ranges) {
        return new MoveOrder(id, 0, 1, ranges, MoveOrder.Intent.RUN);
    }
}
