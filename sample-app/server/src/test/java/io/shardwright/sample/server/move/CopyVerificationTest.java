package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MoveOrder;
import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.state.CopiedEntry;
import io.shardwright.sample.server.state.CopyPage;
import io.shardwright.sample.server.state.ReadResult;
import io.shardwright.sample.server.state.StoreProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that isn't what the source holds is never adopted, so that the source's is never deleted. */
class CopyVerificationTest {
    private static final int KEYS = 500;

    @TempDir
    private Path folder;

    private TwoShards shards;

    @BeforeEach
    void start() {
        shards = new TwoShards(folder);
        shards.source.put(0, KEYS, 100);
    }

    @AfterEach
    void stop() {
        shards.close();
    }

    private void isRefused(String why) throws Exception {
        assertThat(shards.source.awaitPhase(MovePhase.ABORTED).detail()).startsWith(why);
        assertThat(shards.target.awaitPhase(MovePhase.ABORTED).detail()).startsWith(why);
        for (int i = 0; i < KEYS; i++) {
            assertThat(shards.source.store.get(TwoShards.key(i))).isInstanceOf(ReadResult.Found.class);
        }
        assertThat(shards.target.store.owned()).isEmpty();
        assertThat(shards.target.store.load(3).keys()).isZero();
    }

    /** Changes the first entry that passes. */
    private static UnaryOperator<SourcePage> once(Function<CopiedEntry, @Nullable CopiedEntry> change) {
        AtomicBoolean changed = new AtomicBoolean();
        return answer -> {
            CopyPage page = answer.page();
            if (page == null || page.entries().isEmpty() || changed.getAndSet(true)) {
                return answer;
            }
            var entries = new ArrayList<>(page.entries());
            CopiedEntry other = change.apply(entries.removeFirst());
            if (other != null) {
                entries.addFirst(other);
            }
            return new SourcePage(
                    answer.view(),
                    new CopyPage(
                            entries, page.next(), page.opening(), page.sourceIndex(), page.level(), page.bytesTotal()));
        };
    }

    @Test
    void aValueThatWasChangedOnTheWayIsFoundAndTheMoveRefused() throws Exception {
        shards.wire = once(entry -> {
            byte[] value = Objects.requireNonNull(entry.value()).clone();
            value[7] ^= 1;
            return new CopiedEntry(entry.key(), entry.version(), value);
        });
        shards.target.service.order(TwoShards.order());
        isRefused("digest differs: the source holds 500 keys, 52000 bytes, digest ");
        assertThat(shards.source.status().detail()).contains("; the target's copy 500 keys, 52000 bytes, digest ");
    }

    @Test
    void aKeyThatWasLostOnTheWayIsFoundAndTheMoveRefused() throws Exception {
        shards.wire = once(entry -> null);
        shards.target.service.order(TwoShards.order());
        isRefused("digest differs: the source holds 500 keys, 52000 bytes, digest ");
        assertThat(shards.source.status().detail()).contains("; the target's copy 499 keys");
    }

    @Test
    void aValueThatWasDamagedOnTheTargetsDiskIsFoundBeforeTheFence() throws Exception {
        AtomicBoolean fenced = new AtomicBoolean();
        shards.beforeFence = () -> fenced.set(true);
        int partition = shards.source.store.partitionOf(TwoShards.key(3));
        AtomicBoolean damaged = new AtomicBoolean();
        shards.wire = answer -> {
            boolean isCopied = answer.page() != null && answer.page().level();
            if (isCopied && !damaged.getAndSet(true)) {
                StoreProbe.corruptFirst(shards.target.store, partition);
            }
            return answer;
        };
        shards.target.service.order(TwoShards.order());
        isRefused("digest differs: the target stores something else of partition " + partition + " than it received");
        assertThat(fenced).isFalse();
    }

    @Test
    void theNextTryIsNotHeldAgainstThePartition() throws Exception {
        shards.wire = once(entry -> null);
        shards.target.service.order(TwoShards.order());
        shards.target.awaitPhase(MovePhase.ABORTED);
        shards.target.service.order(new MoveOrder("m2", 0, 1, TwoShards.RANGES, MoveOrder.Intent.RUN));
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (Objects.requireNonNull(shards.target.service.status("m2")).phase() != MovePhase.DONE) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(2);
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(shards.target.store.get(TwoShards.key(i))).isInstanceOf(ReadResult.Found.class);
        }
    }
}
