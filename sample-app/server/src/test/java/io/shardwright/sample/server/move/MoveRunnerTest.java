package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.contract.MoveStatus;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.state.Command;
import io.shardwright.sample.server.state.Condition;
import io.shardwright.sample.server.state.CopyCursor;
import io.shardwright.sample.server.state.Limits;
import io.shardwright.sample.server.state.Outcome;
import io.shardwright.sample.server.state.ReadResult;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner with its real threads and times, between two shards of one replica. */
class MoveRunnerTest {
    private static final int PARTITIONS = 16;
    private static final MoveOrder ORDER = new MoveOrder("m", 0, 1, "0-7", MoveOrder.Intent.RUN);
    private static final MoveSettings PATIENT = settings(Duration.ofSeconds(60));
    private static final MoveSettings HASTY = settings(Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private Pod source;
    private Pod target;
    private final AtomicBoolean reachable = new AtomicBoolean(true);
    private final AtomicInteger pagesUntilCut = new AtomicInteger();

    private static MoveSettings settings(Duration patience) {
        return new MoveSettings(
                patience,
                Duration.ofMillis(100),
                patience,
                Duration.ofSeconds(5),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                4_000,
                1_000,
                20,
                10,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Duration.ofDays(1),
                Duration.ZERO);
    }

    private final class Pod implements ShardLog, AutoCloseable {
        final ShardStore store;
        final MoveService service;
        final MoveRunner runner;
        volatile boolean leads = true;
        private long index;

        Pod(int shard, String founded, MoveSettings settings) {
            store = ShardStore.open(folder.resolve("shard-" + shard), shard, PARTITIONS);
            service = new MoveService(
                    () -> store, this, shard, settings, InstantSource.system(), CopyLimits.none(), MoveMetrics.none());
            runner = new MoveRunner(() -> store, this, MoveRunnerTest.this::peer, service, settings);
            submit(new Command.Init(founded));
            runner.start();
        }

        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public synchronized CompletableFuture<Outcome> submit(Command command) {
            return leads
                    ? CompletableFuture.completedFuture(store.apply(1, ++index, command))
                    : CompletableFuture.failedFuture(new NotLeaderException("not the leader"));
        }

        @Override
        public CompletableFuture<Long> readIndex() {
            return CompletableFuture.completedFuture(store.appliedIndex());
        }

        @Override
        public void close() {
            runner.close();
            leads = false;
            store.close();
        }
    }

    private PeerShard peer(int ordinal) {
        assertThat(ordinal).isZero();
        return new PeerShard() {
            private PeerShard there() throws IOException {
                if (!reachable.get()) {
                    throw new IOException("unreachable");
                }
                return source.service;
            }

            @Override
            public SourceView open(MoveOrder order) throws IOException {
                return there().open(order);
            }

            @Override
            public SourcePage entries(String move, CopyCursor after, int maxBytes) throws IOException {
                SourcePage page = there().entries(move, after, maxBytes);
                if (pagesUntilCut.decrementAndGet() == 0) {
                    reachable.set(false);
                }
                return page;
            }

            @Override
            public SourceView fence(String move) throws IOException {
                return there().fence(move);
            }

            @Override
            public SourceView decide(MoveOrder order, boolean commit, long fenceIndex, String why) throws IOException {
                return there().decide(order, commit, fenceIndex, why);
            }

            @Override
            public SourceView commit(MoveOrder order, long fenceIndex, String content) throws IOException {
                return there().commit(order, fenceIndex, content);
            }

            @Override
            public SourceView decision(String move) throws IOException {
                return there().decision(move);
            }

            @Override
            public SourceView adopted(String move) throws IOException {
                return there().adopted(move);
            }
        };
    }

    @BeforeEach
    void start() {
        source = new Pod(0, "0-15", PATIENT);
        target = new Pod(1, "", PATIENT);
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private Outcome put(Pod pod, int number) {
        var write = new Write.Put(key(number), new byte[50], Condition.none());
        return ((Outcome.Batched) pod.submit(new Command.Batch(List.of(write))).join())
                .writes()
                .getFirst();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    private void awaitPhase(Pod pod, MovePhase phase) throws InterruptedException {
        await(phase.name(), () -> {
            MoveStatus status = pod.service.status("m");
            boolean endedOtherwise = status != null && status.phase().isFinal() && status.phase() != phase;
            assertThat(endedOtherwise).as("%s instead of %s", status, phase).isFalse();
            return status != null && status.phase() == phase;
        });
    }

    @Test
    void carriesAMoveToItsEndWhileWritesGoOn() throws Exception {
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Integer> acknowledged = new ArrayList<>();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            while (writing.get()) {
                int number = written.getAndIncrement();
                Outcome outcome = put(source, number);
                while (!(outcome instanceof Outcome.Applied) && writing.get()) {
                    LockSupport.parkNanos(100_000);
                    outcome = put(outcome instanceof Outcome.NotOwner ? target : source, number);
                }
                if (outcome instanceof Outcome.Applied) {
                    acknowledged.add(number);
                }
                LockSupport.parkNanos(10_000);
            }
        });
        await("some writes", () -> written.get() > 500);
        target.service.order(ORDER);
        awaitPhase(target, MovePhase.DONE);
        awaitPhase(source, MovePhase.DONE);
        writing.set(false);
        writer.join();
        assertThat(acknowledged).hasSizeGreaterThan(500);
        for (int number : acknowledged) {
            Pod owner = source.store.partitionOf(key(number)) < 8 ? target : source;
            assertThat(owner.store.get(key(number))).isInstanceOf(ReadResult.Found.class);
        }
        var status = Objects.requireNonNull(target.service.status("m"));
        assertThat(status.keysCopied()).isPositive();
        assertThat(status.bytesTotal()).isPositive();
        assertThat(Objects.requireNonNull(source.service.status("m")).keysCopied())
                .isPositive();
        assertThat(source.store.load(3).keys()).isZero();
    }

    @Test
    void restsOnceInEachPhaseWhereItIsToldTo() throws Exception {
        Duration rest = Duration.ofMillis(150);
        target.close();
        target = new Pod(2, "", PATIENT.withRest(rest));
        long start = System.nanoTime();
        target.service.order(new MoveOrder("m", 0, 2, "0-7", MoveOrder.Intent.RUN));
        awaitPhase(source, MovePhase.COPYING);
        awaitPhase(source, MovePhase.FENCED);
        awaitPhase(target, MovePhase.PREPARED);
        assertThat(Objects.requireNonNull(source.service.status("m")).phase()).isEqualTo(MovePhase.FENCED);
        awaitPhase(source, MovePhase.COMMITTED);
        assertThat(Objects.requireNonNull(target.service.status("m")).phase()).isEqualTo(MovePhase.PREPARED);
        awaitPhase(target, MovePhase.ADOPTED);
        assertThat(Objects.requireNonNull(source.service.status("m")).phase()).isEqualTo(MovePhase.COMMITTED);
        awaitPhase(source, MovePhase.ADOPTED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(rest.multipliedBy(5));
        awaitPhase(target, MovePhase.DONE);
    }

    @Test
    void saysWhatItWaitsForAndGoesOnOnceTheSourceIsBack() throws Exception {
        reachable.set(false);
        target.service.order(ORDER);
        await("a detail", () -> {
            var status = Objects.requireNonNull(target.service.status("m"));
            return status.detail() != null && status.detail().contains("unreachable");
        });
        reachable.set(true);
        awaitPhase(target, MovePhase.DONE);
        assertThat(Objects.requireNonNull(target.service.status("m")).detail()).isNull();
    }

    @Test
    void theSourceDecidesAgainstATargetThatFallsSilent() throws Exception {
        source.close();
        source = new Pod(2, "0-15", HASTY);
        source.service.open(new MoveOrder("m", 2, 1, "0-7", MoveOrder.Intent.RUN));
        assertThat(source.service.fence("m").phase()).isEqualTo(MovePhase.FENCED);
        assertThat(put(source, 1)).isInstanceOfAny(Outcome.Fenced.class, Outcome.Applied.class);
        awaitPhase(source, MovePhase.ABORTED);
        assertThat(Objects.requireNonNull(source.service.status("m")).detail()).contains("fence lasted 1 s");
        source.service.open(new MoveOrder("n", 2, 1, "0-7", MoveOrder.Intent.RUN));
        await(
                "silence",
                () -> Objects.requireNonNull(source.service.status("n")).phase() == MovePhase.ABORTED);
        assertThat(Objects.requireNonNull(source.service.status("n")).detail()).contains("silent for 1 s");
        for (int number = 0; number < 50; number++) {
            assertThat(put(source, number)).isInstanceOf(Outcome.Applied.class);
        }
    }

    @Test
    void anAbortIsFollowedOnBothSides() throws Exception {
        reachable.set(false);
        target.service.order(ORDER);
        target.service.order(new MoveOrder("m", 0, 1, "0-7", MoveOrder.Intent.ABORT));
        reachable.set(true);
        awaitPhase(target, MovePhase.ABORTED);
        awaitPhase(source, MovePhase.ABORTED);
        assertThat(put(source, 1)).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void anAbortEndsACopyThoughItsSourceIsAway() throws Exception {
        reachable.set(false);
        target.service.order(ORDER);
        target.service.order(new MoveOrder("m", 0, 1, "0-7", MoveOrder.Intent.ABORT));
        awaitPhase(target, MovePhase.ABORTED);
        assertThat(Objects.requireNonNull(target.service.status("m")).detail()).contains("unreachable");
    }

    /** Cuts a copy in its middle, and lets the source decide against the move, forget it and take more writes. */
    private void forgetInTheMiddleOfTheCopy() throws Exception {
        for (int number = 0; number < 500; number++) {
            put(source, number);
        }
        pagesUntilCut.set(2);
        target.service.order(ORDER);
        await("the cut", () -> !reachable.get());
        source.submit(new Command.Decide(ORDER, false, 0, "for the test"));
        for (int other = 0; other < Limits.FINISHED_MOVES; other++) {
            var order = new MoveOrder("other-" + other, 0, 1, "0", MoveOrder.Intent.RUN);
            source.submit(new Command.Decide(order, false, 0, "for the test"));
        }
        assertThat(source.service.status("m")).isNull();
        for (int number = 500; number < 600; number++) {
            put(source, number);
        }
    }

    private void awaitAbortWithNothingLost(String why) throws Exception {
        reachable.set(true);
        awaitPhase(target, MovePhase.ABORTED);
        awaitPhase(source, MovePhase.ABORTED);
        assertThat(Objects.requireNonNull(target.service.status("m")).detail()).contains(why);
        for (int number = 0; number < 600; number++) {
            assertThat(source.store.get(key(number))).isInstanceOf(ReadResult.Found.class);
        }
    }

    @Test
    void aCopyThatTheSourceHasForgottenIsAborted() throws Exception {
        forgetInTheMiddleOfTheCopy();
        awaitAbortWithNothingLost("has forgotten it");
    }

    @Test
    void aCopyThatTheSourceHasOpenedAnewIsAborted() throws Exception {
        forgetInTheMiddleOfTheCopy();
        source.service.open(ORDER);
        awaitAbortWithNothingLost("opened it anew");
    }

    @Test
    void refusesOrdersThatMakeNoSense() {
        assertThatThrownBy(() -> source.service.order(ORDER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("goes to shard 1");
        assertThatThrownBy(() -> target.service.order(new MoveOrder("m", 0, 1, "9-16", MoveOrder.Intent.RUN)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("16");
        target.leads = false;
        assertThatThrownBy(() -> target.service.order(ORDER)).isInstanceOf(NotLeaderException.class);
        assertThatThrownBy(() -> target.service.entries("m", CopyCursor.start(), 9))
                .isInstanceOf(NotLeaderException.class);
    }
}
