package io.shardwright.sample.server.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardwright.contract.MovePhase;
import io.shardwright.sample.server.pace.CopyLimit;
import io.shardwright.sample.server.pace.CopyLimits;
import io.shardwright.sample.server.pace.RequestWaits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast whole moves copy. Upper bounds of a rate are exact; lower ones leave room for a slow machine. */
class CopyPaceTest {
    private static final RequestWaits NOBODY = new RequestWaits(Duration.ofDays(1));

    @TempDir
    private Path folder;

    private static CopyLimit limit(long bytesPerSecond) {
        return new CopyLimit(bytesPerSecond, NOBODY, System::nanoTime);
    }

    private TwoShards shards(CopyLimits source, CopyLimits target) {
        return new TwoShards(folder, TwoShards.quick(), source, target, MoveMetrics.none());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** 2,000 keys of 1,020 bytes and 4 of key: 2,048,000 bytes. At 1,024,000 bytes/s: two seconds, less the first page. */
    private static void takesTwoSeconds(TwoShards shards, long rateOfTheOrder) throws Exception {
        shards.source.put(0, 2_000, 1_020);
        long start = System.nanoTime();
        shards.target.service.order(TwoShards.order(rateOfTheOrder));
        shards.target.awaitPhase(MovePhase.DONE);
        assertThat(seconds(start)).isGreaterThan(1.8).isLessThan(12);
        assertThat(shards.target.status().bytesCopied()).isEqualTo(2_048_000);
    }

    @Test
    void aMoveKeepsToTheRateOfItsOrder() throws Exception {
        try (TwoShards shards = shards(CopyLimits.none(), CopyLimits.none())) {
            takesTwoSeconds(shards, 1_024_000);
            assertThat(shards.target.status().maxBytesPerSecond()).isEqualTo(1_024_000);
        }
    }

    @Test
    void aMoveKeepsToWhatItsTargetTakesIn() throws Exception {
        try (TwoShards shards = shards(CopyLimits.none(), new CopyLimits(limit(1_024_000), CopyLimit.none()))) {
            takesTwoSeconds(shards, 1L << 30);
        }
    }

    @Test
    void aMoveKeepsToWhatItsSourceGivesOut() throws Exception {
        try (TwoShards shards = shards(new CopyLimits(CopyLimit.none(), limit(1_024_000)), CopyLimits.none())) {
            takesTwoSeconds(shards, 1L << 30);
        }
    }

    @Test
    void aSecondOrderWithAnotherRateIsTheSameMoveAndChangesItsRate() throws Exception {
        try (TwoShards shards = shards(CopyLimits.none(), CopyLimits.none())) {
            shards.source.put(0, 2_000, 1_020);
            shards.target.service.order(TwoShards.order(50_000)); // forty seconds
            Thread.sleep(300);
            assertThat(shards.target.status().phase()).isEqualTo(MovePhase.COPYING);
            long start = System.nanoTime();
            assertThat(shards.target.service.order(TwoShards.order(1L << 30)).maxBytesPerSecond())
                    .isEqualTo(1L << 30);
            shards.target.awaitPhase(MovePhase.DONE);
            assertThat(seconds(start)).isLessThan(12);
        }
    }

    @Test
    void whatIsLeftBehindTheFenceIsNotHeldUp() throws Exception {
        try (TwoShards shards = shards(CopyLimits.none(), CopyLimits.none())) {
            List<Long> fencedAt = new ArrayList<>();
            shards.source.put(0, 10, 10);
            shards.beforeFence = () -> {
                shards.source.put(10, 1_000, 1_020); // one million bytes: ten seconds at the rate of the order
                fencedAt.add(System.nanoTime());
            };
            shards.target.service.order(TwoShards.order(100_000));
            shards.target.awaitPhase(MovePhase.DONE);
            assertThat(fencedAt).hasSize(1);
            assertThat(seconds(fencedAt.getFirst())).isLessThan(8);
            assertThat(shards.source.status().fencedMillis()).isNotNull().isLessThan(8_000);
        }
    }

    @Test
    void aMoveYieldsToSlowRequestsSaysSoAndStillEnds() throws Exception {
        var waits = new RequestWaits(Duration.ofMillis(10));
        var out = new CopyLimit(64 << 20, waits, System::nanoTime);
        try (TwoShards shards = shards(new CopyLimits(CopyLimit.none(), out), CopyLimits.none())) {
            shards.source.put(0, 4_000, 1_020); // four million bytes: four seconds at the floor
            List<String> details = new CopyOnWriteArrayList<>();
            AtomicLong lowest = new AtomicLong(Long.MAX_VALUE);
            Thread users = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    waits.begun();
                    waits.ended(Duration.ofMillis(20).toNanos());
                    lowest.accumulateAndGet(out.allowed(), Math::min);
                    String detail = shards.source.service.status("m") == null
                            ? null
                            : shards.source.status().detail();
                    if (detail != null) {
                        details.add(detail);
                    }
                    try {
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            shards.wire = page -> {
                sleep(10);
                return page;
            };
            shards.target.service.order(TwoShards.order(1L << 30));
            shards.target.awaitPhase(MovePhase.DONE);
            users.interrupt();
            users.join();
            assertThat(lowest.get()).isBetween(CopyLimit.FLOOR, 8L << 20);
            assertThat(details).anySatisfy(detail -> assertThat(detail).startsWith("yields to requests: "));
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aMoveWhoseChangesComeFasterThanItMayCopyEndsAllTheSame() {
        assertThat(CopyPace.isOvertaken(21_000_000, 10_000_000)).isFalse();
        assertThat(CopyPace.isOvertaken(22_000_000, 10_000_000)).isTrue();
        assertThat(CopyPace.isOvertaken(1_000_000, 0)).isFalse();
    }
}
