package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ShardStore;
import io.shardwright.sample.server.state.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A source, shard 0, that owns everything, and a target, shard 1, each of one replica, with the real service and runner. */
final class TwoShards implements AutoCloseable {
    static final int PARTITIONS = 16;
    static final String RANGES = "0-15";

    final Pod source;
    final Pod target;
    /** What becomes of pages on their way. */
    volatile UnaryOperator<SourcePage> wire = UnaryOperator.identity();
    /** What happens before a fence is asked for. */
    volatile Runnable beforeFence = () -> {};

    TwoShards(Path folder, MoveSettings settings, CopyLimits ofSource, CopyLimits ofTarget, MoveMetrics metrics) {
        source = new Pod(folder, 0, RANGES, settings, ofSource, metrics);
        target = new Pod(folder, 1, "", settings, ofTarget, MoveMetrics.none());
    }

    TwoShards(Path folder) {
        this(folder, quick(), CopyLimits.none(), CopyLimits.none(), MoveMetrics.none());
    }

    static MoveSettings quick() {
        return new MoveSettings(
                Duration.ofSeconds(60),
                Duration.ofMillis(50),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                64 << 10,
                64 << 10,
                200,
                10,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Duration.ofDays(1),
                Duration.ZERO);
    }

    static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    static MoveOrder order(long bytesPerSecond) {
        return new MoveOrder("m", 0, 1, RANGES, MoveOrder.Intent.RUN, bytesPerSecond);
    }

    static MoveOrder order() {
        return new MoveOrder("m", 0, 1, RANGES, MoveOrder.Intent.RUN);
    }

    final class Pod implements ShardLog, AutoCloseable {
        final ShardStore store;
        final MoveService service;
        private final MoveRunner runner;
        private long index;
        private volatile boolean closed;

        Pod(Path folder, int shard, String founded, MoveSettings settings, CopyLimits limits, MoveMetrics metrics) {
            store = ShardStore.open(folder.resolve("shard-" + shard), shard, PARTITIONS);
            service = new MoveService(() -> store, this, shard, settings, InstantSource.system(), limits, metrics);
            runner = new MoveRunner(() -> store, this, ordinal -> new Wire(), service, settings);
            submit(new Command.Init(founded));
            runner.start();
        }

        @Override
        public boolean isLeader() {
            return !closed;
        }

        @Override
        public synchronized CompletableFuture<Outcome> submit(Command command) {
            if (closed) {
                return CompletableFuture.failedFuture(new NotLeaderException("closed"));
            }
            Outcome outcome = store.apply(1, ++index, command);
            service.applied(outcome);
            return CompletableFuture.completedFuture(outcome);
        }

        @Override
        public CompletableFuture<Long> readIndex() {
            return CompletableFuture.completedFuture(store.appliedIndex());
        }

        void put(int first, int count, int valueBytes) {
            Random random = new Random(first);
            for (int at = first; at < first + count; at += 100) {
                List<Write> writes = new ArrayList<>();
                for (int i = at; i < Math.min(at + 100, first + count); i++) {
                    byte[] value = new byte[valueBytes];
                    random.nextBytes(value);
                    writes.add(new Write.Put(key(i), value, Condition.none()));
                }
                submit(new Command.Batch(writes));
            }
        }

        MoveStatus status() {
            return Objects.requireNonNull(service.status("m"));
        }

        MoveStatus awaitPhase(MovePhase phase) throws InterruptedException {
            long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
            while (service.status("m") == null || status().phase() != phase) {
                assertThat(System.nanoTime())
                        .as("%s, now %s", phase, service.status("m"))
                        .isLessThan(deadline);
                Thread.sleep(2);
            }
            return status();
        }

        @Override
        public void close() {
            runner.close();
            closed = true;
            store.close();
        }
    }

    /** The way to the source. */
    private final class Wire implements PeerShard {
        @Override
        public SourceView open(MoveOrder order) throws IOException {
            return source.service.open(order);
        }

        @Override
        public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
            return wire.apply(source.service.entries(move, after, maxBytes));
        }

        @Override
        public SourceView fence(String move) throws IOException {
            beforeFence.run();
            return source.service.fence(move);
        }

        @Override
        public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
            return source.service.decide(order, commit, fenceIndex, why);
        }

        @Override
        public SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException {
            return source.service.commit(order, fenceIndex, content);
        }

        @Override
        public SourceView decision(String move) throws IOException {
            return source.service.decision(move);
        }

        @Override
        public SourceView adopted(String move) throws IOException {
            return source.service.adopted(move);
        }
    }

    @Override
    public void close() {
        target.close();
        source.close();
    }
}
